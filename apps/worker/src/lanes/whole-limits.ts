import { marketOf } from "@dashqueue/dashscope";
import type { Queued, SpendLimits, Tenant } from "@dashqueue/queue/internal";
import { holdOf, isBeyondBudget } from "@dashqueue/queue/internal";

import type { PricedAccount } from "./daily-limit.ts";
import { isUnaffordable } from "./daily-limit.ts";

/**
 * Whether one of these accounts could ever submit a generation: it costs no more than the whole of
 * the daily limit and of its tenant's budget, whatever was spent.
 *
 * @param budget undefined for a tenant without settings
 */
export function fitsWholeLimits(
  queued: Queued,
  accounts: readonly PricedAccount[],
  limits: SpendLimits,
  budget: Tenant["limits"] | undefined,
): boolean {
  return accounts.some(
    (account) =>
      !isUnaffordable(queued, account, limits) &&
      (budget === undefined || !isBeyondBudget(holdOf(queued.request, marketOf(account)), budget)),
  );
}
