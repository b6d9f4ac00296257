import { z } from "zod";

import type { Failure } from "../failure/failure.ts";
import type { HttpAnswer } from "../http/http-answer.ts";
import type { Envelope } from "./envelope.ts";
import { failureOf, readEnvelope, unreadable } from "./envelope.ts";
import { retryAfterMs } from "./retry-after.ts";

/**
 * The outcome of a create request. Only `rejected`, `throttled` and `not-sent` prove that no task
 * was created (G1). After `unknown` a task may exist, and sending the request again may buy a
 * second one.
 */
export type CreateAnswer =
  | { readonly kind: "accepted"; readonly taskId: string; readonly requestId: string | null }
  | { readonly kind: "rejected"; readonly failure: Failure }
  | { readonly kind: "throttled"; readonly failure: Failure; readonly retryAfterMs: number | null }
  | { readonly kind: "not-sent"; readonly failure: Failure }
  | { readonly kind: "unknown"; readonly failure: Failure };

const created = z.object({ output: z.object({ task_id: z.string().regex(/./s) }) });

/**
 * DashScope's codes are words. A number comes from a gateway, and proves nothing about the service
 * behind it.
 */
const GATEWAY_CODE = /^\d+$/;

/**
 * Statuses that do not prove a refusal: a timeout (408), a conflict with an identical request
 * (409), a connection that the client closed (499). DashScope may still have taken the request.
 */
const UNPROVEN = new Set([408, 409, 499]);

/**
 * Reads the answer to a create request. Never throws; `now` resolves a `Retry-After` that is a
 * date.
 */
export function readCreateAnswer(answer: HttpAnswer, now: number): CreateAnswer {
  const { status } = answer;
  const envelope = readEnvelope(answer.body);
  if (envelope === null) return { kind: "unknown", failure: unreadable(status, null) };
  const read = created.safeParse(envelope.json);
  if (status >= 200 && status < 300) {
    if (envelope.code === null && read.success) {
      return { kind: "accepted", taskId: read.data.output.task_id, requestId: envelope.requestId };
    }
    return { kind: "unknown", failure: unknownFailure(status, envelope) };
  }
  const isRefusal = envelope.code !== null && !GATEWAY_CODE.test(envelope.code) && !read.success;
  const failure = failureOf(status, envelope, false);
  const isProof = isRefusal && status >= 400 && status < 500 && !UNPROVEN.has(status);
  // An error inside the provider says nothing about how far the request got, whatever its status.
  if (!isProof || failure.kind === "provider_error")
    return { kind: "unknown", failure: unknownFailure(status, envelope) };
  return status === 429
    ? { kind: "throttled", failure, retryAfterMs: retryAfterMs(answer.headers, now) }
    : { kind: "rejected", failure };
}

function unknownFailure(status: number, envelope: Envelope): Failure {
  return envelope.code === null
    ? unreadable(status, envelope.requestId)
    : failureOf(status, envelope, null);
}
