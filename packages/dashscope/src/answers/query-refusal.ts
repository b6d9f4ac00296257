import type { Failure } from "../failure/failure.ts";
import type { HttpAnswer } from "../http/http-answer.ts";
import type { Envelope } from "./envelope.ts";
import { failureOf, unreadable } from "./envelope.ts";
import { retryAfterMs } from "./retry-after.ts";

/** A query without a result. */
export type Refusal =
  /** Says nothing about the subject of the query: retry. */
  | {
      readonly kind: "unavailable";
      readonly failure: Failure;
      readonly retryAfterMs: number | null;
    }
  /** A retry is rejected too, until the cause is fixed. */
  | { readonly kind: "refused"; readonly failure: Failure };

/** Reads the answer to a query that does not have the expected result. */
export function readRefusal(
  { status, headers }: HttpAnswer,
  envelope: Envelope | null,
  now: number,
): Refusal {
  const hasCode = envelope !== null && envelope.code !== null;
  const failure = hasCode
    ? failureOf(status, envelope, null)
    : unreadable(status, envelope?.requestId ?? null);
  const isTransient = !hasCode || status < 400 || status >= 500 || status === 408 || status === 429;
  return isTransient
    ? { kind: "unavailable", failure, retryAfterMs: retryAfterMs(headers, now) }
    : { kind: "refused", failure };
}
