import { z } from "zod";

import type { HttpAnswer } from "./body.ts";
import { failureOf, readEnvelope, unreadable } from "./body.ts";
import type { Failure } from "../failure/failure.ts";
import { retryAfterMs } from "./retry-after.ts";

/**
 * What became of a create. Only `rejected`, `throttled` and `not-sent` prove that nothing was bought; after `unknown` a task
 * may exist, and sending the create again may buy a second one.
 */
export type CreateAnswer =
  | { readonly kind: "accepted"; readonly taskId: string; readonly requestId: string | null }
  | { readonly kind: "rejected"; readonly failure: Failure }
  | { readonly kind: "throttled"; readonly failure: Failure; readonly retryAfterMs: number | null }
  | { readonly kind: "not-sent"; readonly failure: Failure }
  | { readonly kind: "unknown"; readonly failure: Failure };

const created = z.object({ output: z.object({ task_id: z.string().min(1) }) });

/** DashScope's codes are words. A number is the code of a gateway, which proves nothing about what stands behind it. */
const GATEWAY_CODE = /^\d+$/;

/** Reads the HTTP answer to a create. Total; `now` is for a `Retry-After` that is a date. */
export function readCreateAnswer(answer: HttpAnswer, now: number): CreateAnswer {
  const { status } = answer;
  const envelope = readEnvelope(answer.body);
  if (envelope === null) return { kind: "unknown", failure: unreadable(status, null) };
  const read = created.safeParse(envelope.json);
  if (status >= 200 && status < 300) {
    if (envelope.code === null && read.success) {
      return { kind: "accepted", taskId: read.data.output.task_id, requestId: envelope.requestId };
    }
    return { kind: "unknown", failure: failureOrUnreadable(status, envelope) };
  }
  const refuses = envelope.code !== null && !GATEWAY_CODE.test(envelope.code) && !read.success;
  if (!refuses || status < 400 || status >= 500 || status === 408) {
    return { kind: "unknown", failure: failureOrUnreadable(status, envelope) };
  }
  const failure = failureOf(status, envelope, false);
  return status === 429
    ? { kind: "throttled", failure, retryAfterMs: retryAfterMs(answer.headers, now) }
    : { kind: "rejected", failure };
}

function failureOrUnreadable(
  status: number,
  envelope: NonNullable<ReturnType<typeof readEnvelope>>,
): Failure {
  return envelope.code === null
    ? unreadable(status, envelope.requestId)
    : failureOf(status, envelope, null);
}
