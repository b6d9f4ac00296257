import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";

/** A server on the loopback. */
export type Listener = {
  /** `http://127.0.0.1:1234`. */
  readonly url: string;
  readonly port: number;
  /** Takes no new connections, and resolves when all open requests are answered. */
  readonly close: () => Promise<void>;
};

/** Port 0 takes a free one. Rejects when the port cannot be had. */
export async function listen(app: RequestListener, port: number): Promise<Listener> {
  const server = createServer(app);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("a TCP server has no TCP address");
  return { url: `http://127.0.0.1:${address.port}`, port: address.port, close: closerOf(server) };
}

/** As `listen`, on another port when this one is taken. */
export async function listenNear(app: RequestListener, port: number): Promise<Listener> {
  try {
    return await listen(app, port);
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isTaken || port === 0) throw error;
    return listen(app, 0);
  }
}

function closerOf(server: Server): () => Promise<void> {
  let closing: Promise<void> | undefined;
  server.on("request", (_request, response) => {
    // A connection that was busy when the server closed is idle from here on.
    response.once("close", () => {
      if (closing !== undefined) setImmediate(() => server.closeIdleConnections());
    });
  });
  const close = async () => {
    const closed = once(server, "close");
    server.close();
    server.closeIdleConnections();
    await closed;
  };
  return async () => (closing ??= close());
}
