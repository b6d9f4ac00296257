import { budgetFailure, budgetVerdict } from "../costs/budget.ts";
import type { Budget, Spent } from "../costs/budget.ts";
import type { Hold } from "../costs/hold.ts";
import type { Queued } from "../generation/generation.ts";
import type { PausedBy } from "../generation/waiting/waiting.ts";
import { pausedWaiting, waitingOf } from "../generation/waiting/waiting.ts";
import type { Quote } from "./quote-schema.ts";

export interface QuoteWaitingFacts {
  readonly generation: Queued;
  /** What it may cost. */
  readonly hold: Hold;
  readonly budget: Budget;
  /** What the tenant has spent. */
  readonly spent: Spent;
  /** What an operator has paused the model with; null if it is not paused. */
  readonly pausedBy: PausedBy | null;
}

/** Why a submission would wait for more than a slot, as far as that can be foreseen; else null. */
export function quoteWaiting(facts: QuoteWaitingFacts): Quote["waiting"] {
  const { generation, hold, budget, spent, pausedBy } = facts;
  if (pausedBy !== null) {
    const { reason, advice, help } = pausedWaiting(generation, pausedBy);
    return { reason, message: null, next_try: null, advice, help };
  }
  const verdict = budgetVerdict(hold, budget, spent);
  if (verdict.kind === "free") return null;
  const delayed = budgetFailure(verdict, generation.createdAt);
  const { reason, nextTry, advice, help } = waitingOf({ ...generation, delayed });
  const next_try = nextTry === null ? null : new Date(nextTry).toISOString();
  return { reason, message: delayed.message, next_try, advice, help };
}
