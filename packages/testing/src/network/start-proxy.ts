import { createServer, request as send } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";

export interface ProxyOptions {
  /** The URL that a requested host and port lead to, such as `files.example:443`. */
  readonly route: (target: string) => string;
  /** Answers every CONNECT with this status instead. */
  readonly refuseWith?: number;
}

export interface TestProxy extends AsyncDisposable {
  readonly url: string;
  /** The target of every tunnel, and the URL of every request without a tunnel. */
  readonly requested: readonly string[];
  /** The header `Proxy-Authorization` of every request. */
  readonly credentials: readonly (string | undefined)[];
}

/** Starts an HTTP proxy on the loopback that knows where names lead, as a corporate one does. */
export async function startProxy({ route, refuseWith }: ProxyOptions): Promise<TestProxy> {
  const requested: string[] = [];
  const credentials: (string | undefined)[] = [];
  const note = (target: string, { headers }: IncomingMessage) => {
    requested.push(target);
    credentials.push(headers["proxy-authorization"]);
  };
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    note(request.url ?? "", request);
    forward(request, response, route);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("connect", (request, socket: Socket, head: Buffer) => {
    const target = request.url ?? "";
    note(target, request);
    socket.on("error", () => {});
    if (refuseWith === undefined) openTunnel(new URL(route(target)), socket, head);
    else socket.end(`HTTP/1.1 ${refuseWith} Refused\r\ncontent-length: 6\r\n\r\nno way`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requested,
    credentials,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function openTunnel({ hostname, port }: URL, client: Socket, head: Buffer): void {
  const server = connect(Number(port), hostname, () => {
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    server.write(head);
    server.pipe(client).pipe(server);
  });
  server.on("error", () => client.destroy());
  client.on("close", () => server.destroy());
}

function forward(
  request: IncomingMessage,
  response: ServerResponse,
  route: ProxyOptions["route"],
): void {
  const { host, pathname, search } = new URL(request.url ?? "");
  const { method, headers } = request;
  const passed = send(new URL(pathname + search, route(host)), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passed.on("error", () => response.destroy());
  response.on("close", () => passed.destroy());
  request.pipe(passed);
}
