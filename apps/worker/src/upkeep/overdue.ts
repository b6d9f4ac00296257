import type {
  Changed,
  Delays,
  Generation,
  GenerationStore,
  Queued,
  Queues,
} from "@dashqueue/queue/internal";
import { jobOf, submitByOf } from "@dashqueue/queue/internal";

export interface OverduePorts {
  readonly store: Pick<
    GenerationStore,
    "passedDeadlines" | "watchDeadline" | "forgetDeadline" | "get"
  >;
  /** Null while it cannot be ended. */
  expire(queued: Queued): Promise<Changed | null>;
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
 *
 * @throws the first error, after all of them were tried.
 */
export async function endOverdue(ports: OverduePorts, signal: AbortSignal): Promise<void> {
  const { store } = ports;
  const now = ports.now();
  const failed: unknown[] = [];
  for (const id of await store.passedDeadlines(now, MOST_LOOKS)) {
    if (signal.aborted) return;
    // First, so that a record that cannot be read does not keep the others waiting.
    await store.watchDeadline(id, now + NEXT_LOOK_MS);
    await endOne(id, now, ports).catch((error: unknown) => failed.push(error));
  }
  if (failed.length > 0) throw failed[0];
}

async function endOne(id: string, now: number, ports: OverduePorts): Promise<void> {
  const { store, queues, delays } = ports;
  const before = await store.get(id);
  const changed = before?.status === "queued" ? await ports.expire(before) : null;
  if (before !== null && changed?.kind === "changed") ports.ended(before, changed.generation);
  const after = changed !== null && "generation" in changed ? changed.generation : before;
  if (after !== null && mayBeOverdue(after)) return;
  // Also if it had ended before: the process that ended it may have crashed.
  if (after?.status === "failed" && after.failure.kind === "deadline_exceeded") {
    const next = jobOf(after, delays, now);
    if (next !== null) await queues.ensure(next);
  }
  await store.forgetDeadline(id);
}

/** Whether it is worth another look. One that had a task, or may have had one, never is. */
function mayBeOverdue(generation: Generation): boolean {
  const { failedTasks, disproven = [], status } = generation;
  const isWithoutTask = status === "queued" || status === "submitting" || status === "uncertain";
  const mayHaveHadOne = failedTasks.length > 0 || disproven.length > 0;
  return isWithoutTask && !mayHaveHadOne && submitByOf(generation) !== null;
}
