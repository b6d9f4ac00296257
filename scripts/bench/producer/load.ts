import { once } from "node:events";
import type { Socket } from "node:net";
import { connect } from "node:net";

export interface Load {
  /** Where to post to. */
  readonly url: string;
  readonly requests: number;
  readonly connections: number;
  bodyOf(index: number): string;
}

/**
 * Posts JSON on this many connections, on each as soon as the last answer has arrived. It reads no
 * more of an answer than its status and length, because it shares the machine with the server.
 *
 * @throws if an answer is not 202
 */
export async function load({ url, requests, connections, bodyOf }: Load): Promise<void> {
  const { hostname, port, pathname } = new URL(url);
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(Number(port), hostname).setNoDelay();
      await once(socket, "connect");
      while (next < requests) {
        const body = bodyOf((next += 1));
        const length = Buffer.byteLength(body);
        socket.write(
          `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`,
        );
        await answerOf(socket);
      }
      socket.destroy();
    }),
  );
}

async function answerOf(socket: Socket): Promise<void> {
  let received = "";
  for (;;) {
    const [chunk] = (await once(socket, "data")) as [Buffer];
    received += chunk.toString("latin1");
    const end = received.indexOf("\r\n\r\n");
    if (end === -1) continue;
    if (!received.startsWith("HTTP/1.1 202")) throw new Error(received);
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1]);
    if (received.length >= end + 4 + length) return;
  }
}
