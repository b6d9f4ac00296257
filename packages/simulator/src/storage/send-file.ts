import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";

import type { DownloadEffect, WrongFile } from "../faults/fault.ts";
import type { Exchange } from "../http/exchange.ts";
import { pause } from "../time/pause.ts";
import { pngOf } from "./png.ts";
import type { ResultFile } from "./result-file.ts";

/** Sends the whole file, or the range that the request names. */
export function sendFile(file: ResultFile, { response, note }: Exchange): void {
  response.on("finish", () => note({ status: response.statusCode }));
  response.set({ ETag: file.etag, "Content-Type": file.type, "Content-Disposition": "attachment" });
  if (file.path === null) response.send(file.bytes);
  else response.sendFile(file.path, { cacheControl: false });
}

/** Sends the file as this effect changes it. */
export async function sendFileWith(
  effect: DownloadEffect | null,
  file: ResultFile,
  exchange: Exchange,
  signal: AbortSignal,
): Promise<void> {
  switch (effect?.kind) {
    case "cut-download":
      return cutFile(file, exchange, effect.afterBytes);
    case "slow-download":
      return sendFileSlowly(file, exchange, effect.bytesPerSecond, signal);
    case "stall-download":
      return stallFile(file, exchange, effect.afterBytes, signal);
    case "wrong-download":
      return sendFile({ ...file, ...WRONG_FILES[effect.as], path: null }, exchange);
    case "encode-download":
      return sendEncoded(file, exchange, effect.as);
    case "unsized-download":
      return sendUnsized(file, exchange, effect.afterBytes);
    case undefined:
      return sendFile(file, exchange);
  }
}

const WRONG_FILES: Readonly<Record<WrongFile, Pick<ResultFile, "bytes"> & { type?: string }>> = {
  html: {
    bytes: Buffer.from("<!DOCTYPE html>\n<html><body>Please log in.</body></html>"),
    type: "text/html",
  },
  xml: {
    bytes: Buffer.from('<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>'),
    type: "application/xml",
  },
  json: { bytes: Buffer.from('{"error":"not found"}'), type: "application/json" },
  image: { bytes: pngOf("wrong") },
  nothing: { bytes: Buffer.alloc(0) },
};

/** Announces the full length and closes the connection after `afterBytes` bytes. */
function cutFile(file: ResultFile, exchange: Exchange, afterBytes: number): void {
  const { response } = exchange;
  announce(file, exchange);
  response.flushHeaders();
  response.write(file.bytes.subarray(0, afterBytes), () => response.destroy());
}

/** Sends the file at this rate, in real time. */
async function sendFileSlowly(
  file: ResultFile,
  exchange: Exchange,
  bytesPerSecond: number,
  signal: AbortSignal,
): Promise<void> {
  const { response } = exchange;
  announce(file, exchange);
  const stepsPerSecond = Math.min(10, bytesPerSecond);
  const step = Math.ceil(bytesPerSecond / stepsPerSecond);
  for (let at = 0; at < file.bytes.length && !response.destroyed; at += step) {
    response.write(file.bytes.subarray(at, at + step));
    await pause(1_000 / stepsPerSecond, signal);
  }
  response.end();
}

/** Announces the full length, and sends nothing after `afterBytes` bytes. */
function stallFile(
  file: ResultFile,
  exchange: Exchange,
  afterBytes: number,
  signal: AbortSignal,
): void {
  const { response } = exchange;
  announce(file, exchange);
  response.flushHeaders();
  response.write(file.bytes.subarray(0, afterBytes));
  signal.addEventListener("abort", () => response.destroy(), { once: true });
}

const ENCODE = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const;

function sendEncoded(file: ResultFile, exchange: Exchange, coding: keyof typeof ENCODE): void {
  exchange.response.set("Content-Encoding", coding);
  sendFile({ ...file, bytes: ENCODE[coding](file.bytes), path: null }, exchange);
}

/** Ends the file with the connection, as HTTP/1.0 does. */
function sendUnsized(
  { bytes, type }: ResultFile,
  { response, note }: Exchange,
  afterBytes: number | undefined,
): void {
  note({ status: 200 });
  response.useChunkedEncodingByDefault = false;
  response.writeHead(200, { "Content-Type": type });
  response.end(bytes.subarray(0, afterBytes));
}

function announce({ bytes, etag, type }: ResultFile, { response, note }: Exchange): void {
  note({ status: 200 });
  response.set({ ETag: etag, "Content-Type": type, "Content-Length": String(bytes.length) });
}
