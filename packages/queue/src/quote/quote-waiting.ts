import { budgetFailure, budgetVerdict } from "../costs/budget.ts";
import type { Budget, Spent } from "../costs/budget.ts";
import type { Hold } from "../costs/hold.ts";
import type { Queued } from "../generation/generation.ts";
import { pausedWaiting, waitingOf } from "../generation/waiting/waiting.ts";
import type { Quote } from "./quote-schema.ts";

export interface QuoteWaitingFacts {
  readonly generation: Queued;
  /** What it may cost. */
  readonly hold: Hold;
  readonly budget: Budget;
  /** What the tenant has spent. */
  readonly spent: Spent;
  /** Whether an operator has paused the queue of the model. */
  readonly isPaused: boolean;
}

/** Why a submission would wait for more than a slot, as far as that can be foreseen; else null. */
export function quoteWaiting(facts: QuoteWaitingFacts): Quote["waiting"] {
  const { generation, hold, budget, spent, isPaused } = facts;
  if (isPaused) {
    const { reason, advice, help } = pausedWaiting(generation, "queue");
    return { reason, message: null, next_try: null, advice, help };
  }
  const verdict = budgetVerdict(hold, budget, spent);
  if (verdict.kind === "free") return null;
  const delayed = budgetFailure(verdict, generation.createdAt);
  const { reason, nextTry, advice, help } = waitingOf({ ...generation, delayed });
  const next_try = nextTry === null ? null : new Date(nextTry).toISOString();
  return { reason, message: delayed.message, next_try, advice, help };
}
