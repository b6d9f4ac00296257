import { STATUS_CODES } from "node:http";

import type { ErrorRequestHandler, RequestHandler, Response } from "express";

/** An error as RFC 9457 describes it. */
interface Problem {
  readonly status: number;
  readonly detail?: string;
  /** Every invalid field. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

const CALLS = [
  "GET /__admin/tasks",
  "GET /__admin/ledger",
  "GET /__admin/requests",
  "GET /__admin/uploads",
  "GET /__admin/stats",
  "POST /__admin/faults",
  "POST /__admin/faults/{name}",
  "PUT /__admin/rates",
  "PUT /__admin/accounts/{name}",
  "PUT /__admin/callback",
  "POST /__admin/clock",
  "POST /__admin/reset",
];

export function sendProblem(response: Response, problem: Problem): void {
  response
    .status(problem.status)
    .type("application/problem+json")
    .json({ title: STATUS_CODES[problem.status], ...problem });
}

/** Answers 404 with the calls that there are. It comes after all routes. */
export const refuseUnknownCalls: RequestHandler = ({ method, baseUrl, path }, response) => {
  const call = `${method} ${baseUrl}${path}`;
  sendProblem(response, {
    status: 404,
    detail: `There is no call ${call}. There are ${CALLS.join(", ")}.`,
  });
};

/** Answers a request that Express cannot read, such as a body that is not JSON. */
export const answerUnread: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const status = error instanceof Error && "status" in error ? Number(error.status) : 500;
  if (response.headersSent || status >= 500) return next(error);
  sendProblem(response, { status, detail: `The request cannot be read: ${String(error)}` });
};
