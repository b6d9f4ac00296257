import type { GenerationStore } from "@dashqueue/queue/internal";

import type { Move, Process, Scheduler } from "./scheduler.ts";

export interface DoorModelPorts {
  readonly scheduler: Scheduler;
  readonly process: Process;
  readonly closing: AbortSignal;
  now(): number;
}

const MAX_WAIT_MS = 5_000;

/**
 * The real door waits with real timers. For a full lane, this model rings its bell. Where a lane
 * returns a time to wait, the model waits in virtual time and then asks the lane again.
 */
export function createDoorModel(
  store: GenerationStore,
  { scheduler, process, closing, now }: DoorModelPorts,
) {
  /** The generations that wait for a slot. */
  const full = new Set<string>();
  const begin: GenerationStore["begin"] = async (id, at) => {
    full.delete(id);
    for (;;) {
      const begun = await store.begin(id, at);
      if (begun.kind === "full") full.add(id);
      if (begun.kind !== "too-soon" && begun.kind !== "paused" && begun.kind !== "over-limit")
        return begun;
      const dueAt = now() + Math.min(begun.waitMs, MAX_WAIT_MS);
      const way = { label: "", effect: () => {} };
      const ways = () => (now() >= dueAt || closing.aborted ? [way] : []);
      await scheduler.choose(process, "has waited at the door", ways, { slow: true });
      if (closing.aborted) return { ...begun, waitMs: 0 };
    }
  };
  const moves = (ring: () => void): Move[] =>
    full.size > 0 && process.alive
      ? [
          {
            label: `${process.name} asks the full lane again`,
            weight: 2,
            run: () => (full.clear(), ring()),
          },
        ]
      : [];
  return { begin, moves };
}
