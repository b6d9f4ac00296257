import type { Cost } from "@dashqueue/dashscope";

import type { Failure } from "../failure/failure.ts";
import type { BudgetName } from "../generation/waiting/budget-period.ts";
import { budgetResetsAt } from "../generation/waiting/budget-period.ts";
import { nanosOf } from "./cost-totals.ts";
import type { Hold } from "./hold.ts";
import { roomFor } from "./hold.ts";
import type { Amounts } from "./spend-limit.ts";

/** What a tenant may spend at most on a UTC day and in a UTC month. Null is no limit. */
export interface Budget {
  readonly dailySpend: Cost | null;
  readonly monthlySpend: Cost | null;
  /** Whether it may submit what nothing bounds the cost of. */
  readonly allowUnboundedCost: true | null;
}

/** What a tenant's attempts of this UTC day and month have cost or may cost, by currency. */
export type Spent = Readonly<Record<BudgetName, Amounts>>;

export type BudgetVerdict =
  | { readonly kind: "free" }
  /** It exceeds what is left until the limit resets. */
  | { readonly kind: "over-budget"; readonly limit: BudgetLimit }
  /** It may exceed the limit itself; `isUnbounded` if that is because nothing bounds its cost. */
  | { readonly kind: "beyond-budget"; readonly limit: BudgetLimit; readonly isUnbounded: boolean };

export interface BudgetLimit extends Cost {
  readonly name: BudgetName;
}

/** @param most the limit as the tenant's settings in Redis have it */
export function budgetLimitOf(name: BudgetName, most: string): BudgetLimit {
  return { name, ...(JSON.parse(most) as Cost) };
}

/**
 * Whether a create request that may cost `hold` has to wait for its tenant's budget. A limit counts
 * in its own currency only. A cost that nothing bounds may exceed each limit, unless it is allowed.
 *
 * `change.lua` decides by the same rule; a property test compares the two.
 */
export function budgetVerdict(hold: Hold, budget: Budget, spent: Spent): BudgetVerdict {
  const limits = limitsOf(budget, hold.currency);
  const room = roomFor(hold);
  const isUnbounded = hold.amount === null && budget.allowUnboundedCost === null;
  const beyond = limits.find(({ amount }) => isUnbounded || room > nanosOf(amount));
  if (beyond !== undefined) return { kind: "beyond-budget", limit: beyond, isUnbounded };
  const over = limits.find(
    ({ name, currency, amount: most }) =>
      nanosOf(spent[name][currency] ?? "0") + room > nanosOf(most),
  );
  return over === undefined ? { kind: "free" } : { kind: "over-budget", limit: over };
}

const NOTHING_SPENT: Spent = { daily_spend: {}, monthly_spend: {} };

/** Whether a create request that may cost `hold` may exceed a limit of the budget by itself. */
export function isBeyondBudget(hold: Hold, budget: Budget): boolean {
  return budgetVerdict(hold, budget, NOTHING_SPENT).kind === "beyond-budget";
}

/** The limits in this currency, the one that resets last first. */
function limitsOf(
  { dailySpend, monthlySpend }: Budget,
  currency: Cost["currency"],
): readonly BudgetLimit[] {
  const limits = [
    { name: "monthly_spend" as const, cost: monthlySpend },
    { name: "daily_spend" as const, cost: dailySpend },
  ];
  return limits.flatMap(({ name, cost }) =>
    cost?.currency === currency ? [{ name, ...cost }] : [],
  );
}

/** Why a generation waits for its tenant's budget, as its record states it. */
export function budgetFailure(
  verdict: Exclude<BudgetVerdict, { readonly kind: "free" }>,
  now: number,
): Failure {
  const { name, amount, currency } = verdict.limit;
  const limit = `its tenant's ${name} of ${amount} ${currency}`;
  const failure = (code: string, message: string): Failure => {
    return { kind: "tenant_limit", code, message, requestId: null, charged: false };
  };
  if (verdict.kind === "over-budget") {
    const resetsAt = new Date(budgetResetsAt(name, now)).toISOString();
    return failure(name, `${limit} leaves no room for it; it resets at ${resetsAt}`);
  }
  return verdict.isUnbounded
    ? failure(
        "unbounded_cost",
        `nothing bounds what it may cost, so ${limit} could be exceeded; an operator can set allow_unbounded_cost among the tenant's limits`,
      )
    : failure(`beyond_${name}`, `it may cost more than the whole of ${limit}`);
}
