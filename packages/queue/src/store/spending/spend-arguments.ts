import { currencyOf, marketOf } from "@dashqueue/dashscope";

import type { CostChange, Currency } from "../../costs/cost-totals.ts";
import { costEntryOf, nanosOf, spentField, tenantSpentField } from "../../costs/cost-totals.ts";
import type { SpendLimits } from "../../costs/spend-limit.ts";
import { limitsFor, NO_SPEND_LIMITS, restOfDayMs } from "../../costs/spend-limit.ts";
import type { Generation } from "../../generation/generation.ts";
import { budgetResetsAt } from "../../generation/waiting/budget-period.ts";

/**
 * The highest possible cost of the attempt, the rest of the day, and the sums with their limits:
 * overall and of the account.
 */
export function spendArguments(
  next: Generation,
  admission: { readonly spendLimits?: SpendLimits | undefined } | null,
): (string | number)[] {
  const [entry, currency] = [costEntryOf(next), billedIn(next)];
  if (admission === null || entry === null || currency === null) return ["", "", "", "", "", ""];
  const { account, cost } = entry;
  const { spendLimits = NO_SPEND_LIMITS } = admission;
  const limits = limitsFor(spendLimits, account, currency);
  // No limit has room for what nothing bounds the cost of, unless that is allowed.
  const isUnbounded = cost === null && spendLimits.allowUnboundedCost !== true;
  const nanos = (limit: string | null) =>
    limit === null ? "" : nanosOf(isUnbounded ? "0" : limit).toString();
  return [
    cost === null ? "" : nanosOf(cost.amount).toString(),
    restOfDayMs(next.updatedAt),
    spentField(currency),
    nanos(limits.overall),
    spentField(currency, account),
    nanos(limits.account),
  ];
}

/** The currency in which the attempt is billed, the tenant's sum, and the rest of the month. */
export function budgetArguments(next: Generation): (string | number)[] {
  const currency = billedIn(next);
  if (currency === null) return ["", "", ""];
  const restMs = budgetResetsAt("monthly_spend", next.updatedAt) - next.updatedAt;
  return [currency, tenantSpentField(currency, next.tenant), restMs];
}

function billedIn(generation: Generation): Currency | null {
  const attempt = "attempt" in generation ? generation.attempt : null;
  return attempt === null ? null : currencyOf(marketOf(attempt));
}

/** How many sums of the tenant change, then the fields that change, those of the tenant first. */
export function differenceArguments({
  tenantDifferences,
  differences,
}: CostChange): (string | number)[] {
  const all = [...tenantDifferences, ...differences];
  return [tenantDifferences.length, ...all.flatMap(([field, by]) => [field, by.toString()])];
}
