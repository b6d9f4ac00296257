import type { GenerationStore } from "@dashqueue/queue/internal";

import type { Move, Process, Scheduler } from "./scheduler.ts";

export interface DoorModelPorts {
  readonly scheduler: Scheduler;
  readonly process: Process;
  readonly closing: AbortSignal;
  now(): number;
}

const LOOK_AGAIN_MS = 5_000;

/**
 * The real door waits with real timers. For a full lane its bell is rung here; where the lane or the account says how long to
 * wait, that wait is made here, as a step that virtual time makes possible, and the door asks once more.
 */
export function createDoorModel(
  store: GenerationStore,
  { scheduler, process, closing, now }: DoorModelPorts,
) {
  /** Generations that wait for a slot. */
  const full = new Set<string>();
  const begin: GenerationStore["begin"] = async (id, at) => {
    full.delete(id);
    for (;;) {
      const begun = await store.begin(id, at);
      if (begun.kind === "full") full.add(id);
      if (begun.kind !== "too-soon" && begun.kind !== "paused" && begun.kind !== "over-limit")
        return begun;
      const dueAt = now() + Math.min(begun.waitMs, LOOK_AGAIN_MS);
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
            label: `${process.name} is at the door again`,
            weight: 2,
            run: () => (full.clear(), ring()),
          },
        ]
      : [];
  return { begin, moves };
}
