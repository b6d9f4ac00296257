import { createHash } from "node:crypto";
import path from "node:path";

import express, { type Express, type Request, type Response } from "express";

import { pause, openExchange, type Exchange, type ExchangeParts } from "./exchange.ts";
import { pngOf } from "../tasks/image.ts";
import { findUrlProblem, ossErrors, ossErrorXml, type OssError } from "./oss.ts";
import { taskIdOfPath } from "./result-path.ts";
import { receiveUpload } from "./upload.ts";
import type { Uploads } from "./uploads.ts";

/** The video that every task makes: H.264, 5 s. */
export const videoFile = path.resolve(import.meta.dirname, "../../assets/video.mp4");

export type ResultHostParts = {
  readonly exchange: ExchangeParts;
  /** Whether a task of this id has a result. */
  readonly hasResult: (taskId: string) => boolean;
  readonly uploads: Pick<Uploads, "put">;
  readonly video: { readonly bytes: Buffer; readonly etag: string };
};

/** A host in the style of Alibaba Cloud's object storage: results behind signed URLs, and uploads. */
export function createResultHost(parts: ResultHostParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.get("/*path", (request, response) => serveResult(parts, request, response));
  app.post("/", express.raw({ type: () => true, limit: "100mb" }), (request, response) =>
    serveUpload(parts, request, response),
  );
  return app;
}

async function serveUpload(
  parts: ResultHostParts,
  request: Request,
  response: Response,
): Promise<void> {
  const exchange = openExchange(parts.exchange, "upload", request, response);
  const error = await receiveUpload(request, parts.exchange.now(), parts.uploads);
  if (error !== null) {
    sendError(parts, exchange, request, error);
    return;
  }
  exchange.note({ status: 200 });
  response.status(200).end();
}

async function serveResult(
  parts: ResultHostParts,
  request: Request,
  response: Response,
): Promise<void> {
  const exchange = openExchange(parts.exchange, "download", request, response);
  response.setHeader("x-oss-request-id", exchange.requestId);
  const taskId = taskIdOfPath(request.path);
  exchange.note({ taskId });
  const about = taskId === null ? {} : { taskId, ...parts.exchange.taskOf(taskId) };
  const due = parts.exchange.script.next({ on: "download", ...about });
  const effect = due?.effect;
  due?.use();
  if (effect?.kind === "drop") {
    response.destroy();
    return;
  }
  if (effect?.kind === "status") {
    response.set(effect.headers ?? {});
    sendError(parts, exchange, request, effect);
    return;
  }
  if (effect?.kind === "delay") await pause(effect.ms, parts.exchange.signal);
  const error = findDownloadProblem(parts, request, taskId);
  if (error !== null) return sendError(parts, exchange, request, error);
  const file = fileOf(parts, request.path);
  if (effect?.kind === "cut-download") cutResult(file, exchange, effect.afterBytes);
  else if (effect?.kind === "slow-download")
    await dripResult(file, parts, exchange, effect.bytesPerSecond);
  else sendResult(file, exchange);
}

function findDownloadProblem(
  parts: ResultHostParts,
  request: Request,
  taskId: string | null,
): OssError | null {
  const { searchParams } = new URL(request.originalUrl, "http://result-host");
  const problem = findUrlProblem(request.path, searchParams, parts.exchange.now());
  if (problem !== null) return problem;
  return taskId !== null && parts.hasResult(taskId) ? null : ossErrors.noSuchKey;
}

/** One file of a result. */
type ResultFile = { readonly bytes: Buffer; readonly etag: string; readonly type: string };

function fileOf({ video }: ResultHostParts, pathname: string): ResultFile {
  if (pathname.endsWith(".mp4")) return { ...video, type: "video/mp4" };
  const bytes = pngOf(pathname);
  const digest = createHash("md5").update(bytes).digest("hex").toUpperCase();
  return { bytes, etag: `"${digest}"`, type: "image/png" };
}

function sendResult(file: ResultFile, { response, note }: Exchange): void {
  response.on("finish", () => note({ status: response.statusCode }));
  response.set({ ETag: file.etag, "Content-Type": file.type, "Content-Disposition": "attachment" });
  if (file.type === "video/mp4") response.sendFile(videoFile, { cacheControl: false });
  else response.send(file.bytes);
}

function cutResult(
  { bytes, etag, type }: ResultFile,
  { response, note }: Exchange,
  afterBytes: number,
): void {
  note({ status: 200 });
  response.set({ ETag: etag, "Content-Type": type, "Content-Length": String(bytes.length) });
  response.flushHeaders();
  response.write(bytes.subarray(0, afterBytes), () => response.destroy());
}

async function dripResult(
  { bytes, etag, type }: ResultFile,
  { exchange }: ResultHostParts,
  { response, note }: Exchange,
  bytesPerSecond: number,
): Promise<void> {
  note({ status: 200 });
  response.set({ ETag: etag, "Content-Type": type, "Content-Length": String(bytes.length) });
  const step = Math.ceil(bytesPerSecond / 10);
  for (let at = 0; at < bytes.length && !response.destroyed; at += step) {
    response.write(bytes.subarray(at, at + step));
    await pause(100, exchange.signal);
  }
  response.end();
}

function sendError(
  parts: ResultHostParts,
  { response, note, requestId }: Exchange,
  request: Request,
  error: OssError,
) {
  note({ status: error.status, code: error.code });
  const host = request.get("host") ?? "";
  const xml = ossErrorXml(error, { requestId, host, now: parts.exchange.now() });
  response.status(error.status).type("application/xml").send(xml);
}
