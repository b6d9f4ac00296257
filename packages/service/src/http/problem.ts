import { STATUS_CODES } from "node:http";

import type { ErrorRequestHandler, RequestHandler, Response } from "express";

import type { Logger } from "../log/logger.ts";
import { problemOf } from "./problem-of-error.ts";

export { isRedisAway } from "./redis-away.ts";

/** What went wrong, as callers read it. RFC 9457. */
export interface Problem {
  readonly status: number;
  /** The same for every problem of this kind. By default the name of the status. */
  readonly title?: string | undefined;
  /** What happened this time, and what to do. */
  readonly detail?: string | undefined;
  /** Every field that is wrong. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[] | undefined;
  /** Sent as `Retry-After`. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Answers with `application/problem+json`. */
export function sendProblem(response: Response, { retryAfterSeconds, ...problem }: Problem): void {
  if (retryAfterSeconds !== undefined) response.set("Retry-After", String(retryAfterSeconds));
  const title = STATUS_CODES[problem.status] ?? "Error";
  response
    .status(problem.status)
    .type("application/problem+json")
    .json({ title, ...problem });
}

/** The last route: nothing else took the request. */
export const notFoundHandler: RequestHandler = (_request, response) => {
  sendProblem(response, { status: 404, detail: "There is nothing at this path." });
};

/**
 * The last handler: turns what was thrown into an answer. A bug answers 500, without anything of its inside, and is logged
 * with its cause; Redis away answers 503.
 *
 * @param send how it is said; as a problem of RFC 9457 by default.
 */
export function problemHandler(logger: Logger, send = sendProblem): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const { problem, headers } = problemOf(error);
    log(logger, request.method, problem, error);
    // The caller went away while it sent or read: nobody is left to answer.
    if (request.socket.destroyed) return;
    // Too late for another answer; Express breaks the connection off.
    if (response.headersSent) {
      next(error);
      return;
    }
    response.set(headers);
    send(response, problem);
  };
}

function log(logger: Logger, method: string, { status }: Problem, error: unknown): void {
  if (status === 503) {
    const reason = error instanceof Error ? error.message : "";
    logger.warn(
      { event: "redis-away", method, reason },
      "a request needs Redis, which does not answer",
    );
  } else if (status >= 500)
    logger.error({ event: "request-failed", method, error }, "a request failed");
}
