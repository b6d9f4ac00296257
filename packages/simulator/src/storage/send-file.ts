import type { Exchange } from "../http/exchange.ts";
import { pause } from "../time/pause.ts";
import type { ResultFile } from "./result-file.ts";

/** Sends the whole file, or the range that the request names. */
export function sendFile(file: ResultFile, { response, note }: Exchange): void {
  response.on("finish", () => note({ status: response.statusCode }));
  response.set({ ETag: file.etag, "Content-Type": file.type, "Content-Disposition": "attachment" });
  if (file.path === null) response.send(file.bytes);
  else response.sendFile(file.path, { cacheControl: false });
}

/** Announces the full length and closes the connection after `afterBytes` bytes. */
export function cutFile(file: ResultFile, exchange: Exchange, afterBytes: number): void {
  const { response } = exchange;
  announce(file, exchange);
  response.flushHeaders();
  response.write(file.bytes.subarray(0, afterBytes), () => response.destroy());
}

/** Sends the file at this rate, in real time. */
export async function sendFileSlowly(
  file: ResultFile,
  exchange: Exchange,
  bytesPerSecond: number,
  signal: AbortSignal,
): Promise<void> {
  const { response } = exchange;
  announce(file, exchange);
  const step = Math.ceil(bytesPerSecond / 10);
  for (let at = 0; at < file.bytes.length && !response.destroyed; at += step) {
    response.write(file.bytes.subarray(at, at + step));
    await pause(100, signal);
  }
  response.end();
}

function announce({ bytes, etag, type }: ResultFile, { response, note }: Exchange): void {
  note({ status: 200 });
  response.set({ ETag: etag, "Content-Type": type, "Content-Length": String(bytes.length) });
}
