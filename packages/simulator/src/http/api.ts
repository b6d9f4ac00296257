import express, { type NextFunction, type Request, type Response, type Router } from "express";

import { findCaller, type Caller } from "./access.ts";
import { servicePaths } from "../models/catalogue.ts";
import { openExchange, runExchange, sendReply, type ExchangeParts } from "./exchange.ts";
import type { FaultSubject, Manner, Operation } from "../faults/fault.ts";
import type { Provider } from "../tasks/provider.ts";
import { providerErrors } from "./provider-error.ts";
import { refuse, type Reply } from "./reply.ts";
import type { Settings } from "../settings/settings.ts";

export type ApiParts = {
  readonly provider: Provider;
  readonly settings: Pick<Settings, "accountOfKey" | "standingOf">;
  readonly exchange: ExchangeParts;
};

/** A request of a known caller, and how it is to be done. */
type Call = { readonly caller: Caller; readonly requestId: string; readonly manner: Manner | null };

type Handler = (request: Request, response: Response) => Promise<void>;

/** DashScope's `/api/v1`. */
export function createApi(parts: ApiParts): Router {
  const { provider } = parts;
  const router = express.Router();
  // Whatever the type says: DashScope's own curl examples and SDKs differ in it.
  const readText = express.text({ type: () => true, limit: "10mb" });
  for (const path of servicePaths) {
    router.post(`/services/aigc/${path}`, readText, createHandler(parts, path));
  }
  router.get(["/tasks", "/tasks/"], (request, response) =>
    answer(parts, "list", request, response, ({ caller, manner }) =>
      provider.list(caller, queryOf(request), manner),
    ),
  );
  router.get("/tasks/:id", (request, response) =>
    answer(parts, "get", request, response, ({ caller, manner }) =>
      provider.get(caller, idOf(request), manner),
    ),
  );
  router.post("/tasks/:id/cancel", (request, response) =>
    answer(parts, "cancel", request, response, ({ caller }) =>
      provider.cancel(caller, idOf(request)),
    ),
  );
  router.get("/uploads", (request, response) => {
    const exchange = openExchange(parts.exchange, "upload-policy", request, response);
    const caller = findCaller(request.get("authorization"), parts.settings);
    const reply =
      "code" in caller ? refuse(caller) : provider.uploadPolicy(caller, queryOf(request));
    sendReply(exchange, reply);
  });
  router.use((request, response) => {
    sendReply(
      openExchange(parts.exchange, "other", request, response),
      refuse(providerErrors.pathUnknown),
    );
  });
  router.use(createErrorHandler(parts));
  return router;
}

function createHandler(parts: ApiParts, path: string): Handler {
  return async (request, response) => {
    const text: unknown = request.body;
    const bodyText = typeof text === "string" ? text : "";
    const prompt = parts.exchange.marked.read(bodyText);
    await answer(
      parts,
      "create",
      request,
      response,
      ({ caller, requestId, manner }) => {
        const isAsync = isEnabled(request, "x-dashscope-async");
        const resolvesOss = isEnabled(request, "x-dashscope-ossresourceresolve");
        return parts.provider.create(
          { caller, path, isAsync, resolvesOss, text: bodyText },
          requestId,
          manner,
        );
      },
      { bodyText, ...(prompt === undefined ? {} : { prompt }) },
    );
  };
}

async function answer(
  parts: ApiParts,
  operation: Operation,
  request: Request,
  response: Response,
  run: (call: Call) => Reply,
  facts: Pick<FaultSubject, "bodyText" | "prompt"> = {},
): Promise<void> {
  const exchange = openExchange(parts.exchange, operation, request, response);
  const id = request.params["id"];
  if (typeof id === "string") exchange.note({ taskId: id });
  const about = typeof id === "string" ? { taskId: id, ...parts.exchange.taskOf(id) } : {};
  const subject = { on: operation, ...about, ...facts };
  await runExchange(parts.exchange, exchange, subject, (manner) => {
    const caller = findCaller(request.get("authorization"), parts.settings);
    if ("code" in caller) return refuse(caller);
    exchange.note({ account: caller.account });
    return run({ caller, requestId: exchange.requestId, manner });
  });
}

/** A body that Express refuses; everything else is a bug of the simulator, and says so. */
function createErrorHandler(parts: ApiParts) {
  return (error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const exchange = openExchange(parts.exchange, "other", request, response);
    sendReply(exchange, refuse(errorOf(error)));
  };
}

function errorOf(error: unknown) {
  const status = error instanceof Error && "status" in error ? error.status : 500;
  if (status === 413) return providerErrors.bodyTooLarge;
  if (status !== 500) return providerErrors.bodyInvalid;
  return { status: 500, code: "SimulatorBug", message: String(error) };
}

function isEnabled(request: Request, header: string): boolean {
  return request.get(header)?.toLowerCase() === "enable";
}

function idOf(request: Request): string {
  const id = request.params["id"];
  return typeof id === "string" ? id : "";
}

function queryOf(request: Request): URLSearchParams {
  return new URL(request.originalUrl, "http://simulator").searchParams;
}
