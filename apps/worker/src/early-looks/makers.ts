import type { FindModel, TaskRow } from "@dashqueue/dashscope";
import { isSameModel, sentNameOf } from "@dashqueue/dashscope";
import type { CreateWaits, Generation } from "@dashqueue/queue/internal";
import { deadlinesOf, possibleAttempts } from "@dashqueue/queue/internal";

import { CLOCK_ERROR_MS } from "../accounts/provider-clocks.ts";
import { CLOCK_SKEW_MS } from "../settling/candidates.ts";
import { LATE_MS } from "../settling/possible-tasks.ts";
import { areClocksCompared } from "./exclusivity.ts";

/** An attempt that may have made a task that its generation does not have. */
export interface Maker {
  readonly generationId: string;
  /** By the provider's name. */
  readonly model: string;
  /** Epoch milliseconds. */
  readonly begunAt: number;
  /** A later task is not its own. */
  readonly until: number;
  /** Whether the provider's times still compare with its own: a clock may have been set since. */
  readonly isTimed: boolean;
}

interface MakerTerms {
  readonly findModel: FindModel;
  readonly waits: CreateWaits;
  /** How far the provider's clock is ahead now, milliseconds; null if that is unknown. */
  readonly clockAheadMs: number | null;
  readonly now: number;
}

/** The attempt whose answer is missing, and those whose absence was proven in the last day. */
export function makersOf(
  generation: Generation,
  { findModel, waits, clockAheadMs, now }: MakerTerms,
): readonly Maker[] {
  const { id, status, request } = generation;
  const open = status === "submitting" || status === "uncertain" ? [generation.attempt] : [];
  return [...open, ...possibleAttempts(generation, now)].map((attempt) => ({
    generationId: id,
    model: attempt.sentAs ?? sentNameOf(request.model, findModel),
    begunAt: attempt.begunAt,
    until: deadlinesOf(attempt, waits).answerBy + LATE_MS,
    isTimed: areClocksCompared(attempt, clockAheadMs),
  }));
}

export function mayHaveMade(
  { model, begunAt, until, isTimed }: Maker,
  task: Pick<TaskRow, "model" | "createdAt">,
): boolean {
  const isItsModel = task.model === null || isSameModel(model, task.model);
  const { createdAt } = task;
  const isItsTime =
    !isTimed ||
    createdAt === null ||
    (createdAt >= begunAt - 2 * CLOCK_ERROR_MS && createdAt <= until + CLOCK_SKEW_MS);
  return isItsModel && isItsTime;
}
