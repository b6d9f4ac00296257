import { once } from "node:events";
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { Socket } from "node:net";

import { ConfigError } from "../env/config-error.ts";

/** A listening server. */
export interface Listening {
  /** Its address with the actual port, like `http://127.0.0.1:3000`. */
  readonly url: string;
  /**
   * Refuses new connections, closes idle ones, and resolves when all open requests are answered.
   */
  readonly close: () => Promise<void>;
}

/**
 * Listens on this address; port 0 picks a free one. An Express app is a request listener.
 *
 * @throws ConfigError when the address is not available.
 */
export async function listen(
  app: RequestListener,
  at: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const server = createServer(app);
  server.listen(at.port, at.host);
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new ConfigError(`Cannot listen on ${at.host}:${at.port}: ${reasonOf(cause)}`, { cause });
  }
  return { url: urlOf(server), close: closerOf(server) };
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return REASONS.get(code ?? "") ?? message;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["EADDRINUSE", "another process uses this port. Stop it, or set another port."],
  ["EADDRNOTAVAIL", "this machine does not have this address. Set another HOST."],
  ["ENOTFOUND", "this host name does not resolve. Set another HOST."],
  ["EACCES", "permission denied. Set a port above 1023."],
]);

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("a TCP server has no TCP address");
  const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

/**
 * `server.close()` alone waits for connections that never sent a request, which browsers keep in
 * reserve, until they time out. This closes them at once.
 */
function closerOf(server: Server): () => Promise<void> {
  const openRequests = new Map<Socket, number>();
  let closing: Promise<void> | undefined;

  function endIfIdle(socket: Socket): void {
    if (closing !== undefined && openRequests.get(socket) === 0) socket.destroySoon();
  }
  function count(socket: Socket, difference: 1 | -1): void {
    const open = openRequests.get(socket);
    if (open !== undefined) openRequests.set(socket, open + difference);
    endIfIdle(socket);
  }
  server.on("connection", (socket) => {
    openRequests.set(socket, 0);
    socket.once("close", () => openRequests.delete(socket));
    endIfIdle(socket);
  });
  server.on("request", ({ socket }, response) => {
    count(socket, 1);
    response.once("close", () => count(socket, -1));
  });
  const close = () =>
    new Promise<void>((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
    });
  return () => {
    closing ??= close();
    for (const socket of openRequests.keys()) endIfIdle(socket);
    return closing;
  };
}
