import { ArchiveError } from "@dashqueue/archive";
import type { ErrorRequestHandler } from "express";

import type { Logger } from "../log/logger.ts";
import { problemOf } from "./problem-of-error.ts";
import { ProblemError, sendProblem } from "./problem.ts";
import type { Problem } from "./problem.ts";

/**
 * Turns an error into an answer. A bug is answered 500 without any detail of it, and is logged with
 * its cause. An unreachable Redis or archive is answered 503.
 *
 * @param send writes the answer; by default as a problem of RFC 9457.
 */
export function problemHandler(logger: Logger, send = sendProblem): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const { problem, headers } = problemOf(error);
    log(logger, request.method, problem, error);
    // The client disconnected.
    if (request.socket.destroyed) return;
    // The answer has begun; Express closes the connection.
    if (response.headersSent) {
      next(error);
      return;
    }
    response.set(headers);
    send(response, problem);
  };
}

function log(logger: Logger, method: string, { status }: Problem, error: unknown): void {
  if (error instanceof ProblemError) return;
  if (error instanceof ArchiveError) {
    const { code, message: reason } = error;
    logger.error(
      { event: "archive-unreadable", method, code, reason },
      "the archive cannot be read",
    );
  } else if (status === 503) {
    const reason = error instanceof Error ? error.message : "";
    logger.warn({ event: "redis-away", method, reason }, "request failed: redis is not responding");
  } else if (status >= 500)
    logger.error({ event: "request-failed", method, error }, "request failed");
}
