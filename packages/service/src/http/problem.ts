import { STATUS_CODES } from "node:http";

import type { RequestHandler, Response } from "express";

/** An error as callers see it (RFC 9457). */
export interface Problem {
  readonly status: number;
  /** The same for every problem of this kind; by default the name of the status. */
  readonly title?: string | undefined;
  /** What happened this time, and what to do. */
  readonly detail?: string | undefined;
  /** Every invalid field. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[] | undefined;
  /** Sent as `Retry-After`. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * An error that `problemHandler` answers with this problem and does not log. The thrower logs
 * what an operator has to act on.
 */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.problem = problem;
  }
}

/**
 * Answers with `application/problem+json`. Of each error, only the path and the message are sent.
 */
export function sendProblem(
  response: Response,
  { retryAfterSeconds, errors, ...problem }: Problem,
): void {
  const shown = errors?.map(({ path, message }) => ({ path, message }));
  if (retryAfterSeconds !== undefined) response.set("Retry-After", String(retryAfterSeconds));
  const title = STATUS_CODES[problem.status] ?? "Error";
  response
    .status(problem.status)
    .type("application/problem+json")
    .json({ title, ...problem, ...(shown && { errors: shown }) });
}

/** Answers 404. It comes after all routes. */
export const notFoundHandler: RequestHandler = (_request, response) => {
  sendProblem(response, { status: 404, detail: "There is no endpoint at this path." });
};

/** Answers 404 in a process without the API. It comes after all routes. */
export const noApiHandler: RequestHandler = (_request, response) => {
  sendProblem(response, {
    status: 404,
    detail:
      "This process has /healthz, /readyz and /metrics only. " +
      "The API is at the producer, by default at port 3000 (PRODUCER_PORT).",
  });
};
