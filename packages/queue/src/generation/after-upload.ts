import { FAILURE_POLICY } from "../failure/failure-policy.ts";
import type { Failure } from "../failure/failure.ts";
import type { Advanced } from "./change.ts";
import type { Generation } from "./generation.ts";

/**
 * A file that the request names could not be brought to the provider, so no attempt was begun. What may pass is waited for;
 * what was deleted, or is refused for what it is, never will be there.
 */
export function afterUploadFailed(
  generation: Generation,
  failure: Failure,
  now: number,
): Advanced<Generation> {
  if (generation.status !== "queued") return { kind: "ignored", reason: `is ${generation.status}` };
  const { retry, pauses } = FAILURE_POLICY[failure.kind];
  if (retry || pauses !== "nothing") {
    const { delayed } = generation;
    if (delayed?.kind === failure.kind && delayed.message === failure.message)
      return { kind: "ignored", reason: "was told before" };
    return {
      kind: "advanced",
      event: "upload-failed",
      generation: { ...generation, delayed: failure },
    };
  }
  const { delayed: _, keptSlot: __, ...rest } = generation;
  return {
    kind: "advanced",
    event: "upload-failed",
    generation: {
      ...rest,
      status: "failed",
      finishedAt: now,
      attempt: null,
      task: null,
      result: null,
      failure,
    },
  };
}
