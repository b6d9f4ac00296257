import type { CreateWaits, KnownTask, Uncertain } from "@dashqueue/queue/internal";
import { deadlinesOf, TASK_RETENTION_MS } from "@dashqueue/queue/internal";

import { CLOCK_JUMP_MS } from "../accounts/provider-clocks.ts";
import { CLOCK_SKEW_MS } from "./candidates.ts";

/** What is proven by a list that shows no task of a lost create request. */
export type Proof =
  /** Nothing was created, if a list that is this much later shows no task either. */
  | { readonly kind: "absence"; readonly afterMs: number }
  /** Nothing: the list or the clocks cannot be trusted. */
  | { readonly kind: "nothing"; readonly doubt: Doubt; readonly message: string };

export type Doubt = "clock-unknown" | "clock-jumped" | "times-differ" | "tasks-missing";

/** What a search of the list has shown, and what it is checked by. */
export interface Look {
  /** When each task that the list showed was created. */
  readonly seen: ReadonlyMap<string, number | null>;
  /** The tasks of ours that it had to show. */
  readonly witnesses: readonly KnownTask[];
  /** How far the provider's clock is ahead, milliseconds; null if unknown. */
  readonly clockAheadMs: number | null;
}

/** Without a task of ours that shows it to be right and new, a list has to stay the same longer. */
export const UNWITNESSED_FACTOR = 10;

/**
 * Decides whether a list without the task proves that there is none (G1). Times must be comparable,
 * and the list must show every task of ours that it has to show, and every one that may be this
 * attempt's and that it has shown before. A task of ours that is newer than the create request
 * shows that the list is new enough; without one, the proof takes much longer.
 */
export function proofOf(
  { attempt, possibleTasks }: Uncertain,
  { seen, witnesses, clockAheadMs }: Look,
  waits: CreateWaits,
): Proof {
  const jumpMs = clockJumpMs(attempt, clockAheadMs);
  if (jumpMs === null)
    return nothing(
      "clock-unknown",
      "the provider's answers had no date, so times cannot be compared",
    );
  if (Math.abs(jumpMs) > CLOCK_JUMP_MS)
    return nothing(
      "clock-jumped",
      `the provider's clock or that of Redis was set by ${Math.round(jumpMs / 1_000)} s since the create request`,
    );
  const expected = [...witnesses.map(({ taskId }) => taskId), ...possibleTasks];
  const missing = expected.filter((taskId) => !seen.has(taskId));
  if (missing.length > 0)
    return nothing(
      "tasks-missing",
      `the provider's list does not show ${missing.join(", ")}, which it made`,
    );
  if (timesDiffer(witnesses, seen, waits.createMs))
    return nothing(
      "times-differ",
      "the provider's list shows our tasks as created at other times than they were, so it cannot be searched by time",
    );
  const { answerBy, listedBy } = deadlinesOf(attempt, waits);
  const afterMs = listedBy - attempt.begunAt;
  // The list may show a younger task before an older one, but not this much earlier.
  const isNewEnough = witnesses.some(({ begunAt }) => begunAt > answerBy + 2 * afterMs);
  return { kind: "absence", afterMs: isNewEnough ? afterMs : UNWITNESSED_FACTOR * afterMs };
}

/** By how much a clock was set since the attempt began, milliseconds; null if that is unknown. */
export function clockJumpMs(
  { providerAheadMs }: Uncertain["attempt"],
  clockAheadMs: number | null,
): number | null {
  if (clockAheadMs === null || providerAheadMs === null) return null;
  return clockAheadMs - (providerAheadMs ?? clockAheadMs);
}

/** A list may have another clock than the host that answers. */
function timesDiffer(
  witnesses: readonly KnownTask[],
  seen: Look["seen"],
  createMs: number,
): boolean {
  const delaysMs = witnesses.flatMap(({ taskId, begunAt }) => {
    const createdAt = seen.get(taskId) ?? null;
    return createdAt === null ? [] : [createdAt - begunAt];
  });
  // One of them may have been created late.
  return (
    delaysMs.length > 0 &&
    delaysMs.every((ms) => ms < -CLOCK_SKEW_MS || ms > createMs + CLOCK_SKEW_MS)
  );
}

function nothing(doubt: Doubt, message: string): Proof {
  return { kind: "nothing", doubt, message };
}

/** The provider deletes a task a day after its end, so one this old must still be in the list. */
const SURELY_KEPT_MS = TASK_RETENTION_MS - 60 * 60_000;

/**
 * The tasks of ours that a list must show: those made since the create request, and the last one
 * before it. Those that the list may not show yet do not count.
 */
export function witnessesOf(
  known: readonly KnownTask[],
  { begunAt }: { readonly begunAt: number },
  { now, reconcileMs }: { readonly now: number; readonly reconcileMs: number },
): readonly KnownTask[] {
  const shown = known.filter(
    (task) => task.begunAt <= now - reconcileMs && task.begunAt > now - SURELY_KEPT_MS,
  );
  const before = shown.filter((task) => task.begunAt <= begunAt).slice(-1);
  return [...before, ...shown.filter((task) => task.begunAt > begunAt)];
}
