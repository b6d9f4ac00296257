import type {
  Changed,
  Delays,
  Generation,
  GenerationStore,
  Queues,
} from "@dashqueue/queue/internal";
import { jobOf } from "@dashqueue/queue/internal";

export interface OverduePorts {
  readonly store: Pick<
    GenerationStore,
    "passedDeadlines" | "watchDeadline" | "forgetDeadline" | "get" | "change"
  >;
  readonly queues: Pick<Queues, "ensure">;
  readonly delays: Delays;
  now(): number;
  /** Called with each generation that ended, as it was before and is now. */
  ended(before: Generation, after: Generation): void;
}

const MOST_LOOKS = 200;

/** One whose create request is being sent may wait again afterwards. */
const NEXT_LOOK_MS = 30_000;

/**
 * Ends the generations that were not submitted within their `max_queue_seconds`. Those that are
 * picked from the line end there; the others wait in a full lane or a paused queue.
 */
export async function endOverdue(ports: OverduePorts, signal: AbortSignal): Promise<void> {
  const { store, queues, delays } = ports;
  const now = ports.now();
  for (const id of await store.passedDeadlines(now, MOST_LOOKS)) {
    if (signal.aborted) return;
    // First, so that a record that cannot be read does not keep the others waiting.
    await store.watchDeadline(id, now + NEXT_LOOK_MS);
    const before = await store.get(id);
    const changed = await store.change(id, { kind: "deadline-passed" });
    if (before !== null && changed.kind === "changed") ports.ended(before, changed.generation);
    const next = afterLook(changed);
    if (next === "look again") continue;
    // Also if it had ended before: the process that ended it may have crashed.
    if (next !== null) await queues.ensure(next);
    await store.forgetDeadline(id);
  }

  function afterLook(changed: Changed) {
    if (changed.kind === "missing") return null;
    const { generation } = changed;
    switch (generation.status) {
      case "queued":
      case "submitting":
      case "uncertain":
        return generation.failedTasks.length === 0 ? "look again" : null;
      case "failed":
        return generation.failure.kind === "deadline_exceeded"
          ? jobOf(generation, delays, now)
          : null;
      case "running":
      case "archiving":
      case "succeeded":
      case "canceled":
        return null;
    }
  }
}
