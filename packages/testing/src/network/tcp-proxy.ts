import { once } from "node:events";
import { createConnection, createServer } from "node:net";
import type { Socket } from "node:net";

/** A TCP proxy on the loopback interface that fails like a network. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Where new connections lead. */
  target: number;
  /**
   * From now on the open connections carry no byte in either direction, without notice, as
   * after a router forgot them. New connections work.
   */
  readonly hang: () => void;
  /**
   * From now on requests reach the server, and no reply reaches a client, until the returned
   * function closes all connections.
   */
  readonly dropReplies: () => () => void;
}

/** @param target a port of the loopback interface. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let isDropping = false;
  const server = createServer((near) => {
    const far = createConnection(proxy.target, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on("data", (bytes) => {
        if (from === near || !isDropping) to.write(bytes);
      });
      from.on("end", () => to.end());
      from.on("error", () => {});
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("not a TCP server");
  const proxy: TcpProxy = {
    port: address.port,
    target,
    hang() {
      for (const socket of open)
        socket.removeAllListeners("data").removeAllListeners("end").pause();
    },
    dropReplies() {
      isDropping = true;
      return () => {
        for (const socket of open) socket.destroy();
        isDropping = false;
      };
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
  return proxy;
}
