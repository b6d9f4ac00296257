import type { Generation, Submitting, Uncertain } from "./generation.ts";
import { isWaiting } from "./status.ts";

/** How long each step of a create request may take, milliseconds. */
export interface CreateWaits {
  /** A create request is sent within this time after its intent was written, or never (G1). */
  readonly sendMs: number;
  /** After this time, no worker waits for the answer to a create request any more. */
  readonly createMs: number;
  /** The provider's list shows a task this long after its create request at the latest. */
  readonly reconcileMs: number;
}

/** When each step of an attempt must have happened, epoch milliseconds. */
export interface Deadlines {
  readonly sendBy: number;
  readonly answerBy: number;
  readonly listedBy: number;
}

export function deadlinesAfter(begunAt: number, waits: CreateWaits): Deadlines {
  return {
    sendBy: begunAt + waits.sendMs,
    answerBy: begunAt + waits.createMs,
    listedBy: begunAt + waits.reconcileMs,
  };
}

/**
 * The deadlines that the attempt's own worker wrote, because replicas may have other settings.
 *
 * @param waits apply to an attempt of an earlier version, which wrote none.
 */
export function deadlinesOf(
  attempt: { readonly begunAt: number; readonly deadlines?: Deadlines | undefined },
  waits: CreateWaits,
): Deadlines {
  return attempt.deadlines ?? deadlinesAfter(attempt.begunAt, waits);
}

/** By when a generation must be submitted, epoch milliseconds; null if it may wait forever. */
export function submitByOf({
  createdAt,
  maxQueueMs,
}: Pick<Generation, "createdAt" | "maxQueueMs">): number | null {
  return maxQueueMs === undefined ? null : createdAt + maxQueueMs;
}

/** Whether a task was, or may have been, made for a generation that has none now (G1). */
export function mayHaveHadTask({
  failedTasks,
  disproven = [],
}: Pick<Generation, "failedTasks" | "disproven">): boolean {
  return failedTasks.length > 0 || disproven.length > 0;
}

/** Whether a generation was not submitted in time. One that may have had a task was submitted. */
export function isOverdue(generation: Generation, now: number): boolean {
  const submitBy = submitByOf(generation);
  const isLate = submitBy !== null && submitBy <= now;
  return isWaiting(generation) && isLate && !mayHaveHadTask(generation);
}

/** How old an attempt is when the provider's list is searched for its task. */
const LOOK_AGES_MS = [2_000, 5_000, 10_000, 20_000, 40_000];

/**
 * Milliseconds until the provider's list is searched next for the task of an attempt whose answer
 * is missing: a task that is there can be found long before its absence could be proven. Null if
 * only the proof is left.
 *
 * As long as a worker may still wait for the answer, there is no search before `sendBy`: most
 * answers arrive earlier.
 */
export function nextLookMs(
  { status, attempt }: Submitting | Uncertain,
  waits: CreateWaits,
  now: number,
): number | null {
  const { sendBy, answerBy, listedBy } = deadlinesOf(attempt, waits);
  const [from, until] = status === "submitting" ? [sendBy, answerBy] : [attempt.begunAt, listedBy];
  const looks = LOOK_AGES_MS.map((ageMs) => attempt.begunAt + ageMs);
  const next = looks.find((at) => at > now && at >= from && at < until);
  return next === undefined ? null : next - now;
}
