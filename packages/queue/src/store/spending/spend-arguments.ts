import type { CostChange } from "../../costs/cost-totals.ts";
import { costEntryOf, nanosOf, spentField, tenantSpentField } from "../../costs/cost-totals.ts";
import type { SpendLimits } from "../../costs/spend-limit.ts";
import { limitsFor, NO_SPEND_LIMITS, restOfDayMs } from "../../costs/spend-limit.ts";
import type { Generation } from "../../generation/generation.ts";
import { budgetResetsAt } from "../../generation/waiting.ts";

/**
 * The highest possible cost of the attempt, the rest of the day, and the sums with their limits:
 * overall and of the account.
 */
export function spendArguments(
  next: Generation,
  admission: { readonly spendLimits?: SpendLimits | undefined } | null,
): (string | number)[] {
  const entry = costEntryOf(next);
  if (admission === null || !entry?.cost) return ["", "", "", "", "", ""];
  const { amount, currency } = entry.cost;
  const limits = limitsFor(admission.spendLimits ?? NO_SPEND_LIMITS, entry.account, currency);
  const nanos = (limit: string | null) => (limit === null ? "" : nanosOf(limit).toString());
  return [
    nanosOf(amount).toString(),
    restOfDayMs(next.updatedAt),
    spentField(currency),
    nanos(limits.overall),
    spentField(currency, entry.account),
    nanos(limits.account),
  ];
}

/** The currency of the attempt's cost, the tenant's sum, and the rest of the month. */
export function budgetArguments(next: Generation): (string | number)[] {
  const { cost, tenant } = costEntryOf(next) ?? {};
  if (!cost || tenant === undefined) return ["", "", ""];
  const { currency } = cost;
  const restMs = budgetResetsAt("monthly_spend", next.updatedAt) - next.updatedAt;
  return [currency, tenantSpentField(currency, tenant), restMs];
}

/** How many sums of the tenant change, then the fields that change, those of the tenant first. */
export function differenceArguments({
  tenantDifferences,
  differences,
}: CostChange): (string | number)[] {
  const all = [...tenantDifferences, ...differences];
  return [tenantDifferences.length, ...all.flatMap(([field, by]) => [field, by.toString()])];
}
