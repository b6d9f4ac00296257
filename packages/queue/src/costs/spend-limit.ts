import type { Cost } from "@dashqueue/dashscope";

import type { CostTotal, Currency } from "./cost-totals.ts";
import { DAY_MS, dayOf, nanosOf } from "./cost-totals.ts";

/** An amount each, of some currencies. One currency is never added to another. */
export type Amounts = Readonly<Partial<Record<Currency, string>>>;

/** The most that may be spent on a UTC day. */
export interface SpendLimits {
  /** By all accounts together. */
  readonly overall: Amounts;
  readonly accounts: Readonly<Record<string, Amounts>>;
}

export const NO_SPEND_LIMITS: SpendLimits = { overall: {}, accounts: {} };

/** The limits that a create on this account has to keep, in this currency. */
export function limitsFor(
  { overall, accounts }: SpendLimits,
  account: string,
  currency: Currency,
): { readonly overall: string | null; readonly account: string | null } {
  return { overall: overall[currency] ?? null, account: accounts[account]?.[currency] ?? null };
}

export type SpendVerdict = "free" | "today" | "always";

/**
 * Whether a create that may cost so much has to wait: `today` as the rest of the day's limit is less, `always` as the limit itself
 * is. A price that nobody knows is not limited.
 *
 * @param today the totals of the day.
 */
export function spendVerdict(
  hold: Cost | null,
  account: string,
  limits: SpendLimits,
  today: readonly CostTotal[],
): SpendVerdict {
  if (hold === null) return "free";
  const own = limitsFor(limits, account, hold.currency);
  const spent = today.filter(({ currency }) => currency === hold.currency);
  const spentOnAccount = spent.filter((total) => total.account === account);
  const verdict = verdictOf(hold, own.overall, spent);
  const ofAccount = verdictOf(hold, own.account, spentOnAccount);
  return verdict === "free" || ofAccount === "always" ? ofAccount : verdict;
}

function verdictOf(
  { amount }: Cost,
  limit: string | null,
  spent: readonly CostTotal[],
): SpendVerdict {
  if (limit === null) return "free";
  if (nanosOf(amount) > nanosOf(limit)) return "always";
  const sum = spent.reduce((nanos, total) => nanos + nanosOf(total.amount ?? "0"), 0n);
  return sum + nanosOf(amount) > nanosOf(limit) ? "today" : "free";
}

/** How long the UTC day still lasts. */
export function restOfDayMs(now: number): number {
  return Date.parse(dayOf(now)) + DAY_MS - now;
}
