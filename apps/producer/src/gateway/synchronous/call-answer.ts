import type { ResultShape } from "@dashqueue/dashscope";
import type { ArchivedFile, Generation } from "@dashqueue/queue/internal";
import { isTerminal } from "@dashqueue/queue/internal";

import { refusalOfFailure } from "../tasks/failure-answer.ts";
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
      return { kind: "refused", refusal: refusalOfFailure(generation.failure) };
    }
    case "canceled": {
      const message = `The generation ${generation.id} was canceled.`;
      return { kind: "refused", refusal: { status: 409, code: "Conflict", message } };
    }
  }
}
