import { once } from "node:events";
import type { RequestListener, Server } from "node:http";
import { createServer } from "node:http";

/** A listening server. */
export interface Listener {
  /** `http://127.0.0.1:1234`. */
  readonly url: string;
  readonly port: number;
  /** Accepts no new connections and resolves once all open requests are answered. */
  readonly close: () => Promise<void>;
}

/** Port 0 picks a free port. Rejects when the address is not available. */
export async function listen(app: RequestListener, host: string, port: number): Promise<Listener> {
  const server = createServer(app);
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("a TCP server has no TCP address");
  return { url: `http://${host}:${address.port}`, port: address.port, close: closerOf(server) };
}

/** Like `listen`, but picks a free port when this one is taken. */
export async function listenNear(
  app: RequestListener,
  host: string,
  port: number,
): Promise<Listener> {
  try {
    return await listen(app, host, port);
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isTaken || port === 0) throw error;
    return listen(app, host, 0);
  }
}

function closerOf(server: Server): () => Promise<void> {
  let closing: Promise<void> | undefined;
  server.on("request", (_request, response) => {
    // A connection that was busy when the server closed becomes idle here.
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
