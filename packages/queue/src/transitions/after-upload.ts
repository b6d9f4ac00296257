import { FAILURE_POLICY } from "../failure/failure-policy.ts";
import type { Failure } from "../failure/failure.ts";
import type { Advanced } from "./advanced.ts";
import { advanced, ignored } from "./advanced.ts";
import type { Generation } from "../generation/generation.ts";

/**
 * A file that the request names could not be brought to the provider, so no attempt began. The
 * generation waits if that may pass. It fails if the file was deleted or is not acceptable.
 */
export function afterUploadFailed(generation: Generation, failure: Failure, now: number): Advanced {
  if (generation.status !== "queued") return ignored(`is ${generation.status}`);
  const { delayed, keptSlot: _, ...rest } = generation;
  const { retry, pauses } = FAILURE_POLICY[failure.kind];
  if (retry || pauses !== "nothing") {
    return delayed?.kind === failure.kind && delayed.message === failure.message
      ? ignored("was already recorded")
      : advanced({ ...generation, delayed: failure }, "upload-failed");
  }
  const ended = { finishedAt: now, attempt: null, task: null, result: null, failure };
  return advanced({ ...rest, ...ended, status: "failed" }, "upload-failed");
}
