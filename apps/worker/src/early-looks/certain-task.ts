import type { TaskRow } from "@dashqueue/dashscope";
import type { Deadlines } from "@dashqueue/queue/internal";

import { CLOCK_ERROR_MS } from "../accounts/provider-clocks.ts";
import { mayBeCharged } from "../settling/candidates.ts";
import type { Maker } from "./makers.ts";
import { mayHaveMade } from "./makers.ts";

/** What is known when the list is searched early. */
export interface EarlyEvidence {
  /** Of the create request, if its answer held one. */
  readonly requestId: string | null;
  readonly begunAt: number;
  readonly deadlines: Deadlines;
  /** The tasks that the create request may have made and that no generation owns. */
  readonly tasks: readonly TaskRow[];
  /** The other attempts of the installation that may have made a task. */
  readonly others: readonly Maker[];
  /** Whether no other system makes tasks on the account. */
  readonly isExclusive: boolean;
}

export interface CertainTask {
  readonly task: TaskRow;
  /** Whether only the lack of another explanation identifies it. */
  readonly isPresumed: boolean;
}

/**
 * The task that a create request made beyond doubt; null if there is none yet, which proves nothing
 * (G1). The list may lag, and a worker may still wait for the answer.
 *
 * A matching request id identifies the task. On an account that only this installation uses, so
 * does the lack of another explanation: it is the only task since the attempt began, and no other
 * attempt can have made it. A task that was not charged is left to the usual search.
 */
export function certainTask(evidence: EarlyEvidence): CertainTask | null {
  const { requestId, begunAt, deadlines, tasks, others, isExclusive } = evidence;
  const identified = tasks.find((task) => task.requestId !== null && task.requestId === requestId);
  if (identified !== undefined) return { task: identified, isPresumed: false };
  const [only, ...more] = tasks;
  if (!isExclusive || only === undefined || more.length > 0) return null;
  const { model, createdAt } = only;
  const isItsTime =
    createdAt !== null &&
    createdAt >= begunAt - CLOCK_ERROR_MS &&
    createdAt <= deadlines.answerBy + CLOCK_ERROR_MS;
  if (model === null || !isItsTime || !mayBeCharged(only)) return null;
  return others.some((other) => mayHaveMade(other, only)) ? null : { task: only, isPresumed: true };
}
