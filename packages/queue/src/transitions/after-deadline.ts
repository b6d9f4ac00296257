import type { Advanced } from "./advanced.ts";
import { advanced, ignored } from "./advanced.ts";
import type { Failure } from "../failure/failure.ts";
import { isOverdue } from "../generation/deadlines.ts";
import type { Generation } from "../generation/generation.ts";

/** Ends a generation that was not submitted in time, which costs nothing. */
export function afterDeadline(generation: Generation, now: number): Advanced {
  if (generation.status !== "queued" || !isOverdue(generation, now))
    return ignored("has no deadline that has passed");
  const { delayed: _, keptSlot: __, ...rest } = generation;
  const ended = { finishedAt: now, attempt: null, task: null, result: null } as const;
  const failure = failureAfter(generation.maxQueueMs ?? 0);
  return advanced({ ...rest, ...ended, failure, status: "failed" }, "deadline-exceeded");
}

function failureAfter(maxQueueMs: number): Failure {
  return {
    kind: "deadline_exceeded",
    code: "",
    message: `was not submitted within its max_queue_seconds of ${maxQueueMs / 1_000} s`,
    requestId: null,
    charged: false,
  };
}
