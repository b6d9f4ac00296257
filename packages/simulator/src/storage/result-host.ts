import type { Express, Request, Response } from "express";
import express from "express";

import type { Effect } from "../faults/fault.ts";
import { isOfDownload } from "../faults/fault.ts";
import { factsOf } from "../faults/fault-match.ts";
import type { Exchange, ExchangePorts } from "../http/exchange.ts";
import { openExchange, queryOf } from "../http/exchange.ts";
import type { FaultPorts } from "../http/run-exchange.ts";
import type { Task } from "../tasks/task.ts";
import { statusAt } from "../tasks/task-status.ts";
import { pause } from "../time/pause.ts";
import type { OssError } from "./oss-error.ts";
import { OSS_ERRORS, ossErrorXml } from "./oss-error.ts";
import { receiveUpload } from "./receive-upload.ts";
import type { ResultFile } from "./result-file.ts";
import { createFile, loadVideo } from "./result-file.ts";
import { resultPaths, taskIdOfPath } from "./result-path.ts";
import { sendFileWith } from "./send-file.ts";
import { findUrlProblem } from "./signed-url.ts";
import type { Uploads } from "./uploads.ts";

export interface ResultHostPorts extends ExchangePorts, FaultPorts {
  readonly findTask: (id: string) => Task | undefined;
  readonly uploads: Pick<Uploads, "put">;
}

/** A host like Alibaba Cloud's object storage. It serves results and takes uploads. */
export function createResultHost(ports: ResultHostPorts): Express {
  const video = loadVideo();
  const app = express();
  app.disable("x-powered-by");
  app.get("/*path", (request, response) => serveResult(ports, video, request, response));
  app.post("/", express.raw({ type: () => true, limit: "100mb" }), (request, response) =>
    serveUpload(ports, request, response),
  );
  return app;
}

async function serveUpload(
  ports: ResultHostPorts,
  request: Request,
  response: Response,
): Promise<void> {
  const exchange = openExchange(ports, "upload", request, response);
  const error = await receiveUpload(request, ports.now(), ports.uploads);
  if (error !== null) {
    sendError(error, exchange, request, ports.now());
    return;
  }
  exchange.note({ status: 200 });
  response.status(200).end();
}

async function serveResult(
  ports: ResultHostPorts,
  video: ResultFile,
  request: Request,
  response: Response,
): Promise<void> {
  const { now, signal } = ports;
  const exchange = openExchange(ports, "download", request, response);
  response.setHeader("x-oss-request-id", exchange.requestId);
  const taskId = taskIdOfPath(request.path);
  exchange.note({ taskId });
  const effect = takeEffect(ports, request.path, taskId);
  if (effect?.kind === "drop") {
    response.destroy();
    return;
  }
  if (effect?.kind === "status") {
    response.set(effect.headers ?? {});
    return sendError(effect, exchange, request, now());
  }
  if (effect?.kind === "delay") await pause(effect.ms, signal);
  const error = findDownloadProblem(ports, request, taskId);
  if (error !== null) return sendError(error, exchange, request, now());
  const file = request.path.endsWith(".mp4") ? video : createFile(request.path);
  const changed = effect !== null && isOfDownload(effect) ? effect : null;
  await sendFileWith(changed, file, exchange, signal);
}

function takeEffect(
  { script, findTask, now }: ResultHostPorts,
  path: string,
  taskId: string | null,
): Effect | null {
  const about = taskId === null ? {} : { taskId, ...factsOf(findTask(taskId), now()) };
  const due = script.next({ on: "download", path, ...about });
  due?.use();
  return due?.effect ?? null;
}

function findDownloadProblem(
  { findTask, now }: ResultHostPorts,
  request: Request,
  taskId: string | null,
): OssError | null {
  const problem = findUrlProblem(request.path, queryOf(request), now());
  if (problem !== null) return problem;
  const task = taskId === null ? undefined : findTask(taskId);
  const hasResult =
    task !== undefined &&
    statusAt(task, now()) === "SUCCEEDED" &&
    resultPaths(task).includes(request.path);
  return hasResult ? null : OSS_ERRORS.noSuchKey;
}

function sendError(
  error: OssError,
  { response, note, requestId }: Exchange,
  request: Request,
  now: number,
): void {
  note({ status: error.status, code: error.code });
  const xml = ossErrorXml(error, { requestId, host: request.get("host") ?? "", now });
  response.status(error.status).type("application/xml").send(xml);
}
