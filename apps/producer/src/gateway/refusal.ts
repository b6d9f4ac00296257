import { createHash, randomUUID } from "node:crypto";

import type { Problem } from "@dashqueue/service";
import type { Response } from "express";

/** An error as DashScope answers it. DashScope's documentation: "error codes". */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export const REFUSALS = {
  keyMissing: { status: 401, code: "InvalidApiKey", message: "No API-key provided." },
  keyWrong: { status: 401, code: "InvalidApiKey", message: "Invalid API-key provided." },
  notAsynchronous: {
    status: 403,
    code: "AccessDenied",
    message: "current user api does not support synchronous calls.",
  },
  /** The full-width mark is DashScope's. */
  wrongPath: { status: 400, code: "InvalidParameter", message: "url error, please check url！" },
  bodyInvalid: {
    status: 400,
    code: "InvalidParameter",
    message: "Required body invalid, please check the request body format.",
  },
  notCancelable: {
    status: 400,
    code: "UnsupportedOperation",
    message: "Failed to cancel the task, please confirm if the task is in PENDING status.",
  },
  unknownPath: { status: 404, code: "NotFound", message: "There is nothing at this path." },
} as const satisfies Record<string, Refusal>;

export function invalid(message: string): Refusal {
  return { status: 400, code: "InvalidParameter", message };
}

export function sendRefusal(response: Response, { status, ...said }: Refusal): void {
  response.status(status).json({ ...said, request_id: randomUUID() });
}

/** What was thrown, in DashScope's words. */
export function sendProblemAsRefusal(response: Response, problem: Problem): void {
  const { status, detail = "", retryAfterSeconds } = problem;
  if (retryAfterSeconds !== undefined) response.set("Retry-After", String(retryAfterSeconds));
  sendRefusal(response, refusalOf(status, detail));
}

function refusalOf(status: number, message: string): Refusal {
  if (status === 413) return { status: 400, code: "BadRequest.TooLarge", message };
  if (status === 503) return { status, code: "ModelUnavailable", message };
  return status < 500
    ? { ...REFUSALS.bodyInvalid, status }
    : { status, code: "InternalError", message };
}

/** The request id of a create: the same whenever it is answered. */
export function requestIdOf(generationId: string): string {
  const digits = createHash("sha256").update(generationId).digest("hex");
  return [8, 12, 16, 20, 32]
    .map((end, index, ends) => digits.slice(index === 0 ? 0 : ends[index - 1], end))
    .join("-");
}
