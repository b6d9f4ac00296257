import type { Cost } from "@dashqueue/dashscope";

import type { CostTotal, Currency } from "./cost-totals.ts";
import { DAY_MS, dayOf, nanosOf } from "./cost-totals.ts";

/** Amounts by currency. Currencies are never added up. */
export type Amounts = Readonly<Partial<Record<Currency, string>>>;

/** How much may be spent on a UTC day. */
export interface SpendLimits {
  /** By all accounts together. */
  readonly overall: Amounts;
  readonly accounts: Readonly<Record<string, Amounts>>;
}

export const NO_SPEND_LIMITS: SpendLimits = { overall: {}, accounts: {} };

/** The limits that apply to a create request on this account, in this currency. */
export function limitsFor(
  { overall, accounts }: SpendLimits,
  account: string,
  currency: Currency,
): { readonly overall: string | null; readonly account: string | null } {
  const own = Object.hasOwn(accounts, account) ? accounts[account] : undefined;
  return { overall: overall[currency] ?? null, account: own?.[currency] ?? null };
}

export type SpendVerdict = "free" | "today" | "always";

/**
 * Whether a create request that may cost `hold` has to wait: `today` if it exceeds what is left of
 * the day's limit, `always` if it exceeds the limit itself. An unknown price is not limited.
 *
 * `change.lua` decides by the same rule; a property test compares the two.
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

/** The rest of the UTC day, milliseconds. */
export function restOfDayMs(now: number): number {
  return Date.parse(dayOf(now)) + DAY_MS - now;
}
