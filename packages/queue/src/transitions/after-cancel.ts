import type { Advanced } from "./advanced.ts";
import { advanced, ignored } from "./advanced.ts";
import type { Generation } from "../generation/generation.ts";

/** Cancels a queued generation at once. Otherwise the provider decides, through the worker. */
export function requestCancel(generation: Generation, now: number): Advanced {
  if (generation.status === "queued") {
    const { delayed: _, keptSlot: __, ...rest } = generation;
    const ended = { cancel: "confirmed", finishedAt: now, attempt: null, task: null } as const;
    return advanced({ ...rest, ...ended, status: "canceled" }, "cancel-confirmed");
  }
  if (generation.status === "archiving") return refuseCancel(generation);
  if (generation.cancel !== null) return ignored(`cancel is already ${generation.cancel}`);
  return advanced({ ...generation, cancel: "requested" }, "cancel-requested");
}

/** The provider has answered our cancel request. */
export function answerCancel(generation: Generation, confirmed: boolean, now: number): Advanced {
  if (generation.status !== "running" || generation.cancel !== "requested")
    return ignored("no cancel is pending");
  if (!confirmed) return refuseCancel(generation);
  const task = { ...generation.task, status: "CANCELED" };
  const ended = { cancel: "confirmed", finishedAt: now, task } as const;
  return advanced({ ...generation, ...ended, status: "canceled" }, "cancel-confirmed");
}

/** A cancel would save nothing any more: the task continues, and its result is kept. */
function refuseCancel(generation: Generation): Advanced {
  if (generation.cancel === "refused") return ignored("cancel is already refused");
  return advanced({ ...generation, cancel: "refused" }, "cancel-refused");
}
