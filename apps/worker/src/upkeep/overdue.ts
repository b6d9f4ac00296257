import type {
  Changed,
  Delays,
  Generation,
  GenerationStore,
  Queued,
  Queues,
} from "@dashqueue/queue/internal";
import { jobOf, mayHaveHadTask, submitByOf } from "@dashqueue/queue/internal";

export interface OverduePorts {
  readonly store: Pick<
    GenerationStore,
    "passedDeadlines" | "watchDeadlines" | "forgetDeadlines" | "get"
  >;
  /** Null while it cannot be ended. */
  expire(queued: Queued): Promise<Changed | null>;
  /** Makes the next step of the check that lets it be ended (G1). */
  checkAfterRestart(queued: Queued, signal: AbortSignal): Promise<void>;
  readonly queues: Pick<Queues, "ensure">;
  readonly delays: Delays;
  now(): number;
  /** Called with each generation that ended, as it was before and is now. */
  ended(before: Generation, after: Generation): void;
}

const LOOKS_AT_ONCE = 200;

/** One whose create request is being sent may wait again afterwards. */
const NEXT_LOOK_MS = 30_000;

/** A check after a restart of Redis takes several steps. */
const NEXT_STEP_MS = 1_000;

/**
 * Ends the generations that were not submitted within their `max_queue_seconds`. Those that are
 * picked from the line end there; the others wait in a full lane or a paused queue.
 *
 * While Redis may have lost a create request of one, it makes the next step of the check that finds
 * out: no ticket does in a paused queue.
 *
 * @throws the first error, after all of them were tried.
 */
export async function endOverdue(ports: OverduePorts, signal: AbortSignal): Promise<void> {
  const { store } = ports;
  const now = ports.now();
  const failed: unknown[] = [];
  const unchecked = new Map<string, Queued>();
  while (!signal.aborted) {
    const due = await store.passedDeadlines(now, LOOKS_AT_ONCE);
    if (due.length === 0) break;
    // First, so that a record that cannot be read does not keep the others waiting.
    await store.watchDeadlines(due, now + NEXT_LOOK_MS);
    const look = async (id: string) => {
      const looked = await endOne(id, now, ports).catch((error: unknown) => {
        failed.push(error);
        return "again" as const;
      });
      if (typeof looked === "object") unchecked.set(looked.request.model, looked);
      return looked === "done" ? [id] : [];
    };
    await store.forgetDeadlines((await Promise.all(due.map(look))).flat());
  }
  const ofModels = [...unchecked.values()];
  await Promise.all(ofModels.map((queued) => ports.checkAfterRestart(queued, signal)));
  await store.watchDeadlines(
    ofModels.map(({ id }) => id),
    now + NEXT_STEP_MS,
  );
  if (failed.length > 0) throw failed[0];
}

/** Returns whether to look again, or the generation that cannot be ended before a check. */
async function endOne(
  id: string,
  now: number,
  ports: OverduePorts,
): Promise<"done" | "again" | Queued> {
  const { store, queues, delays } = ports;
  const before = await store.get(id);
  const changed = before?.status === "queued" ? await ports.expire(before) : null;
  if (before !== null && changed?.kind === "changed") ports.ended(before, changed.generation);
  const after = changed !== null && "generation" in changed ? changed.generation : before;
  if (after !== null && mayBeOverdue(after))
    return after.status === "queued" && changed === null ? after : "again";
  // Even if it had ended before: the process that ended it may have crashed.
  if (after?.status === "failed" && after.failure.kind === "deadline_exceeded") {
    const next = jobOf(after, delays, now);
    if (next !== null) await queues.ensure(next);
  }
  return "done";
}

/** Whether it may have to be ended later. A generation that may have had a task never has. */
function mayBeOverdue(generation: Generation): boolean {
  const { status } = generation;
  const isWithoutTask = status === "queued" || status === "submitting" || status === "uncertain";
  return isWithoutTask && !mayHaveHadTask(generation) && submitByOf(generation) !== null;
}
