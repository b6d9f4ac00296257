import type { ResultShape } from "@dashqueue/dashscope";
import type { ArchivedFile, Generation } from "@dashqueue/queue/internal";
import { isTerminal } from "@dashqueue/queue/internal";

import { failureCodeOf } from "../tasks/failure-code.ts";
import type { Refusal } from "../refusal.ts";
import { taskBody } from "../tasks/task-body.ts";

type Fields = Readonly<Record<string, unknown>>;
export type EndedGeneration = Extract<Generation, { status: "succeeded" | "failed" | "canceled" }>;

export type CallAnswer =
  | { readonly kind: "images"; readonly body: Fields }
  | { readonly kind: "refused"; readonly refusal: Refusal };

export function isEnded(generation: Generation): generation is EndedGeneration {
  return isTerminal(generation.status);
}

/**
 * The answer to a synchronous call whose generation has ended. DashScope's has no `task_id`; ours
 * names the generation.
 *
 * @param result where the client looks for the images.
 * @param linkOf returns the link to an archived file.
 */
export function callAnswer(
  generation: EndedGeneration,
  result: ResultShape,
  linkOf: (file: ArchivedFile) => string,
): CallAnswer {
  switch (generation.status) {
    case "succeeded":
      return { kind: "images", body: taskBody(generation, linkOf, result) };
    case "failed": {
      const { failure } = generation;
      const { message } = failure;
      const refusal = { status: STATUSES[failure.kind], code: failureCodeOf(failure), message };
      return { kind: "refused", refusal };
    }
    case "canceled": {
      const message = `The generation ${generation.id} was canceled.`;
      return { kind: "refused", refusal: { status: 409, code: "Conflict", message } };
    }
  }
}

type Failure = Extract<Generation, { status: "failed" }>["failure"];

/** The statuses of DashScope's error codes. DashScope's documentation: "error codes". */
const STATUSES: Readonly<Record<Failure["kind"], number>> = {
  invalid_request: 400,
  content_rejected: 400,
  media_rejected: 400,
  media_unreachable: 400,
  rate_limited: 429,
  concurrency_limited: 429,
  quota_exhausted: 429,
  arrears: 400,
  authentication: 401,
  access_denied: 403,
  model_denied: 403,
  configuration: 404,
  provider_error: 500,
  network: 500,
  unreadable: 500,
  expired: 500,
  unresolved: 500,
  storage: 500,
  download: 500,
  unchecked: 500,
  spend_limit: 429,
};
