import type { Failure } from "../failure/failure.ts";
import type { HttpAnswer } from "../http/http-answer.ts";
import { readEnvelope } from "./envelope.ts";
import type { Refusal } from "./query-refusal.ts";
import { readRefusal } from "./query-refusal.ts";

export type CancelAnswer =
  | { readonly kind: "canceled"; readonly requestId: string | null }
  /** The task is no longer PENDING: it continues and will be charged. */
  | { readonly kind: "refused"; readonly failure: Failure }
  /** Reveals nothing about the task: retry. */
  | Extract<Refusal, { kind: "unavailable" }>;

/**
 * Reads the answer to a cancel request. DashScope's documentation: "manage asynchronous tasks".
 * Never throws.
 */
export function readCancelAnswer(answer: HttpAnswer, now: number): CancelAnswer {
  const envelope = readEnvelope(answer.body);
  if (envelope !== null && envelope.code === null && answer.status >= 200 && answer.status < 300) {
    return { kind: "canceled", requestId: envelope.requestId };
  }
  const refusal = readRefusal(answer, envelope, now);
  const isPastPending = refusal.failure.code.toLowerCase() === "unsupportedoperation";
  if (isPastPending) return { kind: "refused", failure: refusal.failure };
  return { retryAfterMs: null, ...refusal, kind: "unavailable" };
}
