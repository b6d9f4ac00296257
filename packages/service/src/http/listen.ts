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
 * Listens on `HOST` and on the port that the variable `portVariable` sets; 0 picks a free one. An
 * Express app is a request listener.
 *
 * @throws ConfigError when the address is not available.
 */
export async function listen<PortVariable extends string>(
  app: RequestListener,
  env: { readonly HOST: string } & Readonly<Record<PortVariable, number>>,
  portVariable: PortVariable,
): Promise<Listening> {
  const { HOST: host, [portVariable]: port } = env;
  const server = createServer(app);
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    const reason = reasonOf(cause, portVariable);
    throw new ConfigError(`Cannot listen on ${host}:${port}: ${reason}`, { cause });
  }
  return { url: urlOf(server), close: closerOf(server) };
}

function reasonOf(cause: unknown, portVariable: string): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  const reasons = new Map([
    [
      "EADDRINUSE",
      `another process uses this port. Stop it, or set ${portVariable} to another port.`,
    ],
    ["EADDRNOTAVAIL", "this machine does not have this address. Set another HOST."],
    ["ENOTFOUND", "this host name does not resolve. Set another HOST."],
    ["EACCES", `permission denied. Set ${portVariable} to a port above 1023.`],
  ]);
  return reasons.get(code ?? "") ?? message;
}

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
