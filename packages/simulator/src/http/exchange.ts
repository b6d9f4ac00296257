import type { Request, Response } from "express";

import { createUuid } from "../ids/uuid.ts";
import type { Reply } from "./reply.ts";
import type { LoggedRequest, RequestLog } from "./request-log.ts";

export interface ExchangePorts {
  readonly log: Pick<RequestLog, "open">;
  readonly now: () => number;
  readonly random: () => number;
}

/** One request with its response. */
export interface Exchange {
  readonly requestId: string;
  readonly response: Response;
  /** Adds to the request's entry in the request log. */
  readonly note: (change: Partial<LoggedRequest>) => void;
}

/** Assigns the request id and logs the request. */
export function openExchange(
  { log, now, random }: ExchangePorts,
  operation: LoggedRequest["operation"],
  request: Request,
  response: Response,
): Exchange {
  const requestId = createUuid(random);
  const note = log.open({
    at: now(),
    requestId,
    operation,
    method: request.method,
    path: `${request.baseUrl}${request.path}`,
    headers: dashScopeHeaders(request),
    account: null,
    taskId: null,
    status: null,
    code: null,
  });
  response.setHeader("x-request-id", requestId);
  // Clients learn from it how far the provider's clock is from theirs.
  response.setHeader("date", new Date(now()).toUTCString());
  return { requestId, response, note };
}

function dashScopeHeaders({ headers }: Request): LoggedRequest["headers"] {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith("x-dashscope-") ? [[name, String(value)]] : [],
    ),
  );
}

export function sendReply({ response, requestId, note }: Exchange, reply: Reply): void {
  note({ status: reply.status, code: reply.code });
  response.status(reply.status).json({ ...reply.body, request_id: requestId });
}

/** The query of a request. */
export function queryOf(request: Request): URLSearchParams {
  return new URL(request.originalUrl, "http://simulator").searchParams;
}
