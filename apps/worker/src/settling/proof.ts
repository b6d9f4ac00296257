import type { CreateWaits, KnownTask, Uncertain } from "@dashqueue/queue/internal";
import { deadlinesOf, TASK_RETENTION_MS } from "@dashqueue/queue/internal";

import { CLOCK_JUMP_MS } from "../accounts/provider-clocks.ts";

/** What a list proves that shows no task of a lost create request. */
export type Proof =
  /** Nothing was created, if a list that is this much later shows no task either. */
  | { readonly kind: "absence"; readonly afterMs: number }
  /** Nothing: the list or the clocks cannot be trusted. */
  | { readonly kind: "nothing"; readonly doubt: Doubt; readonly message: string };

export type Doubt = "clock-unknown" | "clock-jumped" | "tasks-missing";

/** What was looked at. */
export interface Look {
  /** Every task that the list showed. */
  readonly seen: ReadonlySet<string>;
  /** The tasks of ours that it had to show. */
  readonly witnesses: readonly KnownTask[];
  /** How far the provider's clock is ahead, milliseconds; null if unknown. */
  readonly clockAheadMs: number | null;
}

/** Without a task of ours that is surely newer, the list may be an old one. */
const UNWITNESSED_FACTOR = 10;

/**
 * Decides whether a list without the task proves that there is none (G1). Times must be comparable,
 * and the list must show every task of ours that it has to show. One that is newer than the create
 * request shows that the list is new enough; without one, the proof takes much longer.
 */
export function proofOf(
  { attempt }: Uncertain,
  { seen, witnesses, clockAheadMs }: Look,
  waits: CreateWaits,
): Proof {
  if (clockAheadMs === null || attempt.providerAheadMs === null)
    return nothing(
      "clock-unknown",
      "the provider's answers had no date, so times cannot be compared",
    );
  const jumpMs = clockAheadMs - (attempt.providerAheadMs ?? clockAheadMs);
  if (Math.abs(jumpMs) > CLOCK_JUMP_MS)
    return nothing(
      "clock-jumped",
      `the provider's clock or that of Redis was set by ${Math.round(jumpMs / 1_000)} s since the create request`,
    );
  const missing = witnesses.filter(({ taskId }) => !seen.has(taskId));
  if (missing.length > 0)
    return nothing(
      "tasks-missing",
      `the provider's list does not show ${missing.map(({ taskId }) => taskId).join(", ")}, which it made`,
    );
  const { answerBy, listedBy } = deadlinesOf(attempt, waits);
  const afterMs = listedBy - attempt.begunAt;
  // The list may show a younger task before an older one, but not this much earlier.
  const isNewEnough = witnesses.some(({ begunAt }) => begunAt > answerBy + 2 * afterMs);
  return { kind: "absence", afterMs: isNewEnough ? afterMs : UNWITNESSED_FACTOR * afterMs };
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
