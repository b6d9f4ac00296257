import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A small real file of `test/media`. */
export function mediaFile(name: string): Buffer {
  return readFileSync(new URL(`media/${name}`, import.meta.url));
}

export type MediaServer = AsyncDisposable & {
  readonly url: string;
  /** Every path that was asked for. */
  readonly asked: readonly string[];
  /** Of all bodies that were begun. */
  readonly bytesSent: () => number;
};

export interface ServedPaths {
  /** Served as ranges, as object stores do. */
  readonly files?: Readonly<Record<string, Buffer>>;
  /** Answered in another way. */
  readonly others?: Readonly<
    Record<string, (request: IncomingMessage, response: ServerResponse) => void>
  >;
}

/** Somebody's web server with media, on the loopback. */
export async function startMediaServer({
  files = {},
  others = {},
}: ServedPaths): Promise<MediaServer> {
  const asked: string[] = [];
  let sent = 0;
  const server = createServer((request, response) => {
    const path = (request.url ?? "").replace(/^\//, "").replace(/\?.*/, "");
    asked.push(path);
    const [file, other] = [files[path], others[path]];
    if (other !== undefined) return other(request, response);
    if (file === undefined) return void response.writeHead(404).end("not here");
    const sizeBytes = file.length;
    const [, first = "0", last = ""] =
      /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
    const [start, end] = [
      Number(first),
      Math.min(sizeBytes, last === "" ? sizeBytes : Number(last) + 1),
    ];
    const body = file.subarray(start, end);
    sent += body.length;
    response.writeHead(206, {
      "content-length": body.length,
      "content-range": `bytes ${start}-${end - 1}/${sizeBytes}`,
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    bytesSent: () => sent,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
