import type { HttpAnswer, Refusal } from "./body.ts";
import { readEnvelope, readRefusal } from "./body.ts";
import type { Failure } from "../failure/failure.ts";

export type CancelAnswer =
  | { readonly kind: "canceled"; readonly requestId: string | null }
  /** The task is past PENDING: it goes on and will be charged. */
  | { readonly kind: "refused"; readonly failure: Failure }
  /** It says nothing about the task: ask again. */
  | Extract<Refusal, { kind: "unavailable" }>;

/** Reads the HTTP answer to a cancel. Source: DashScope's documentation, "manage asynchronous tasks". Total. */
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
