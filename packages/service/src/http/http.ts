import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";

import { ConfigError } from "../env/config-error.ts";

/** A server that listens. */
export interface Listening {
  /** Where, with the port it really has: `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Takes no new connections, ends idle ones, and resolves when all open requests are answered. */
  readonly close: () => Promise<void>;
}

/**
 * Listens on this address; port 0 takes a free one. An Express app is a request listener.
 *
 * @throws ConfigError when the address cannot be had.
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
  ["EADDRINUSE", "another process listens there. Stop it, or set another port."],
  ["EADDRNOTAVAIL", "this machine has no such address. Set another HOST."],
  ["ENOTFOUND", "no address is known for this name. Set another HOST."],
  ["EACCES", "the system does not allow it. Set a port above 1023."],
]);

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("a TCP server has no TCP address");
  const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

/** Node's own way waits for connections that never sent a request, as browsers keep in reserve, until they time out. */
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
