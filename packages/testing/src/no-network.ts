import net from "node:net";

/** Unit tests are pure: one that opens a socket fails here, at the line that did it. */
net.Socket.prototype.connect = function refuse(): never {
  throw new Error("a unit test opened a socket: move it to the package's test/ folder");
};
