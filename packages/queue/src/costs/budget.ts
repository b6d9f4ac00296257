import type { Cost } from "@dashqueue/dashscope";

import type { Failure } from "../failure/failure.ts";
import type { BudgetName } from "../generation/waiting.ts";
import { budgetResetsAt } from "../generation/waiting.ts";
import { nanosOf } from "./cost-totals.ts";
import type { Amounts } from "./spend-limit.ts";

/** What a tenant may spend at most on a UTC day and in a UTC month. Null is no limit. */
export interface Budget {
  readonly dailySpend: Cost | null;
  readonly monthlySpend: Cost | null;
}

/** What a tenant's attempts of this UTC day and month have cost or may cost, by currency. */
export type Spent = Readonly<Record<BudgetName, Amounts>>;

export type BudgetVerdict =
  | { readonly kind: "free" }
  /** It exceeds what is left until the limit resets, or the limit itself. */
  | { readonly kind: "over-budget" | "beyond-budget"; readonly limit: BudgetLimit };

export interface BudgetLimit extends Cost {
  readonly name: BudgetName;
}

/** @param most the limit as the tenant's settings in Redis have it */
export function budgetLimitOf(name: BudgetName, most: string): BudgetLimit {
  return { name, ...(JSON.parse(most) as Cost) };
}

/**
 * Whether a create request that may cost `hold` has to wait for its tenant's budget. A limit counts
 * in its own currency only, and an unknown price is not limited.
 *
 * `change.lua` decides by the same rule; a property test compares the two.
 */
export function budgetVerdict(hold: Cost | null, budget: Budget, spent: Spent): BudgetVerdict {
  const limits = hold === null ? [] : limitsOf(budget, hold.currency);
  const amount = nanosOf(hold?.amount ?? "0");
  const beyond = limits.find((limit) => amount > nanosOf(limit.amount));
  if (beyond !== undefined) return { kind: "beyond-budget", limit: beyond };
  const over = limits.find(
    ({ name, currency, amount: most }) =>
      nanosOf(spent[name][currency] ?? "0") + amount > nanosOf(most),
  );
  return over === undefined ? { kind: "free" } : { kind: "over-budget", limit: over };
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

/** Why a generation waits for its tenant's budget, as its record says it. */
export function budgetFailure(
  { kind, limit }: Exclude<BudgetVerdict, { readonly kind: "free" }>,
  now: number,
): Failure {
  const { name, amount, currency } = limit;
  const resetsAt = new Date(budgetResetsAt(name, now)).toISOString();
  const message =
    kind === "over-budget"
      ? `its tenant's ${name} of ${amount} ${currency} leaves no room for it; it resets at ${resetsAt}`
      : `it may cost more than its tenant's whole ${name} of ${amount} ${currency}`;
  const code = kind === "over-budget" ? name : `beyond_${name}`;
  return { kind: "tenant_limit", code, message, requestId: null, charged: false };
}
