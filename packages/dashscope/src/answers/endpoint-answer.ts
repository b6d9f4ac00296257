import { z } from "zod";

import type { Failure } from "../failure/failure.ts";
import type { HttpAnswer } from "../http/http-answer.ts";
import { readEnvelope } from "./envelope.ts";
import { readListAnswer } from "./list-answer.ts";

/** What a base URL leads to. */
export type EndpointAnswer =
  /** DashScope's task API, which accepts the key. */
  | { readonly kind: "ready" }
  /** DashScope's task API, which refuses the key or the account. */
  | { readonly kind: "refused"; readonly failure: Failure }
  /** Something else, which answered with this status. */
  | { readonly kind: "elsewhere"; readonly status: number }
  /** No answer, or a temporary one, which says nothing. */
  | { readonly kind: "unavailable"; readonly failure: Failure };

/** The shape of errors below `/compatible-mode`. */
const openAiError = z.object({ error: z.object({ message: z.string() }) });

/**
 * Reads the answer to a query for the task list as a sign of what is at the base URL. A page, a
 * redirect, a missing path, or an error in the shape of OpenAI's is not the task API. Never throws.
 */
export function readEndpointAnswer(answer: HttpAnswer, now: number): EndpointAnswer {
  const { status } = answer;
  const read = readListAnswer(answer, now);
  switch (read.kind) {
    case "rows":
      return { kind: "ready" };
    case "refused":
      return status === 404
        ? { kind: "elsewhere", status }
        : { kind: "refused", failure: read.failure };
    case "unavailable": {
      const { failure } = read;
      const isUnknown = failure.kind === "unreadable";
      return isUnknown && (isNoApi(status) || isOpenAiError(answer))
        ? { kind: "elsewhere", status }
        : { kind: "unavailable", failure };
    }
  }
}

function isNoApi(status: number): boolean {
  return status < 400 || status === 404 || status === 405;
}

function isOpenAiError({ status, body }: HttpAnswer): boolean {
  return status < 500 && openAiError.safeParse(readEnvelope(body)?.json).success;
}
