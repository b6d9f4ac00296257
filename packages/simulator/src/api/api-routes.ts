import type { NextFunction, Request, Response, Router } from "express";
import express from "express";

import type { DuringEffect, Operation } from "../faults/fault.ts";
import type { FaultSubject } from "../faults/fault-match.ts";
import { factsOf } from "../faults/fault-match.ts";
import type { MarkedFaults } from "../faults/marked-faults.ts";
import type { Access, Caller } from "../http/caller.ts";
import { findCaller } from "../http/caller.ts";
import type { ExchangePorts } from "../http/exchange.ts";
import { openExchange, queryOf, sendReply } from "../http/exchange.ts";
import { isError, PROVIDER_ERRORS } from "../http/provider-error.ts";
import type { Reply } from "../http/reply.ts";
import { refuse } from "../http/reply.ts";
import type { FaultPorts } from "../http/run-exchange.ts";
import { runExchange } from "../http/run-exchange.ts";
import { SERVICE_PATHS } from "../models/model.ts";
import type { Task } from "../tasks/task.ts";
import type { Provider } from "./provider.ts";

export interface ApiPorts extends ExchangePorts, FaultPorts {
  readonly provider: Provider;
  readonly access: Access;
  readonly marked: Pick<MarkedFaults, "read">;
  readonly findTask: (id: string) => Task | undefined;
}

/** A request of a known caller, and the fault that changes how it is processed. */
interface Call {
  readonly caller: Caller;
  readonly requestId: string;
  readonly effect: DuringEffect | null;
}

/** The routes of DashScope's `/api/v1`. */
export function createApiRoutes(ports: ApiPorts): Router {
  const { provider } = ports;
  const router = express.Router();
  // Any content type: DashScope's own curl examples and SDKs differ in it.
  const readText = express.text({ type: () => true, limit: "10mb" });
  for (const path of SERVICE_PATHS) {
    router.post(`/services/${path}`, readText, (request, response) =>
      answerCreate(ports, path, request, response),
    );
  }
  router.get(["/tasks", "/tasks/"], (request, response) =>
    answer(ports, "list", request, response, ({ caller, effect }) =>
      provider.list(caller, queryOf(request), effect),
    ),
  );
  router.get("/tasks/:id", (request, response) =>
    answer(ports, "get", request, response, ({ caller, effect }) =>
      provider.get(caller, idOf(request) ?? "", effect),
    ),
  );
  router.post("/tasks/:id/cancel", (request, response) =>
    answer(ports, "cancel", request, response, ({ caller }) =>
      provider.cancel(caller, idOf(request) ?? ""),
    ),
  );
  router.get(["/quotas", "/models/limits"], (request, response) =>
    answer(ports, "quotas", request, response, () => provider.quotas(queryOf(request))),
  );
  router.get("/uploads", (request, response) => answerUploadPolicy(ports, request, response));
  router.use((request, response) => {
    const exchange = openExchange(ports, "other", request, response);
    sendReply(exchange, refuse(PROVIDER_ERRORS.pathUnknown));
  });
  router.use(createErrorHandler(ports));
  return router;
}

async function answerCreate(
  ports: ApiPorts,
  path: string,
  request: Request,
  response: Response,
): Promise<void> {
  const body: unknown = request.body;
  const text = typeof body === "string" ? body : "";
  const prompt = ports.marked.read(text);
  const isAsync = isEnabled(request, "x-dashscope-async");
  const resolvesOss = isEnabled(request, "x-dashscope-ossresourceresolve");
  const run = ({ caller, requestId, effect }: Call) =>
    ports.provider.create({ caller, path, isAsync, resolvesOss, text }, requestId, effect);
  const subject = { bodyText: text, ...(prompt === undefined ? {} : { prompt }) };
  await answer(ports, "create", request, response, run, subject);
}

async function answer(
  ports: ApiPorts,
  operation: Operation,
  request: Request,
  response: Response,
  run: (call: Call) => Reply,
  facts: Pick<FaultSubject, "bodyText" | "prompt"> = {},
): Promise<void> {
  const exchange = openExchange(ports, operation, request, response);
  const id = idOf(request);
  if (id !== null) exchange.note({ taskId: id });
  const about = id === null ? {} : { taskId: id, ...factsOf(ports.findTask(id), ports.now()) };
  const subject = { on: operation, ...about, ...facts };
  await runExchange(ports, exchange, subject, (effect) => {
    const caller = findCaller(request.get("authorization"), ports.access);
    if (isError(caller)) return refuse(caller);
    exchange.note({ account: caller.account });
    return run({ caller, requestId: exchange.requestId, effect });
  });
}

/** Upload policies have no faults. */
function answerUploadPolicy(ports: ApiPorts, request: Request, response: Response): void {
  const exchange = openExchange(ports, "upload-policy", request, response);
  const caller = findCaller(request.get("authorization"), ports.access);
  const reply = isError(caller)
    ? refuse(caller)
    : ports.provider.uploadPolicy(caller, queryOf(request));
  sendReply(exchange, reply);
}

/** Answers bodies that Express rejects. Any other error is a bug of the simulator. */
function createErrorHandler(ports: ExchangePorts) {
  return (error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const exchange = openExchange(ports, "other", request, response);
    sendReply(exchange, refuse(errorOf(error)));
  };
}

function errorOf(error: unknown) {
  const status = error instanceof Error && "status" in error ? error.status : 500;
  if (status === 413) return PROVIDER_ERRORS.bodyTooLarge;
  if (status !== 500) return PROVIDER_ERRORS.bodyInvalid;
  return { status: 500, code: "SimulatorBug", message: String(error) };
}

function isEnabled(request: Request, header: string): boolean {
  return request.get(header)?.toLowerCase() === "enable";
}

function idOf(request: Request): string | null {
  const id = request.params["id"];
  return typeof id === "string" ? id : null;
}
