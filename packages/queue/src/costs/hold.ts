import type { CreateRequest, Market } from "@dashqueue/dashscope";
import { currencyOf, estimateCost } from "@dashqueue/dashscope";

import type { Currency } from "./cost-totals.ts";
import { nanosOf } from "./cost-totals.ts";

/** What a create request may cost, as spending limits see it. */
export interface Hold {
  /** The most that it can cost; null if nothing bounds that, or the price is unknown. */
  readonly amount: string | null;
  /** The currency in which its account is billed. */
  readonly currency: Currency;
}

export function holdOf(request: CreateRequest, market: Market): Hold {
  return estimateCost(request, market) ?? { amount: null, currency: currencyOf(market) };
}

/**
 * How much room a limit must have, in billionths. A cost that nothing bounds, and that is allowed,
 * needs the least amount that is counted: so it waits once the limit is used up.
 */
export function roomFor({ amount }: Hold): bigint {
  return amount === null ? 1n : nanosOf(amount);
}
