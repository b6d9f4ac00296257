import net from "node:net";

/** Unit tests are pure. One that opens a socket fails at the call that opens it. */
net.Socket.prototype.connect = function refuse(): never {
  throw new Error("a unit test opened a socket: move the test to the test/ folder of its package");
};
