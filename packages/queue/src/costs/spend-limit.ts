import type { CostTotal, Currency } from "./cost-totals.ts";
import { DAY_MS, dayOf, nanosOf } from "./cost-totals.ts";
import type { Hold } from "./hold.ts";
import { roomFor } from "./hold.ts";

/** Amounts by currency. Currencies are never added up. */
export type Amounts = Readonly<Partial<Record<Currency, string>>>;

/** How much may be spent on a UTC day. */
export interface SpendLimits {
  /** By all accounts together. */
  readonly overall: Amounts;
  readonly accounts: Readonly<Record<string, Amounts>>;
  /** Whether to submit requests without an upper bound of their cost; false by default. */
  readonly allowUnboundedCost?: boolean | undefined;
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
 * the day's limit, `always` if it may exceed the limit itself, as a request without an upper bound
 * of its cost does.
 *
 * `change.lua` decides by the same rule; a property test compares the two.
 *
 * @param today the totals of the day.
 */
export function spendVerdict(
  hold: Hold,
  account: string,
  limits: SpendLimits,
  today: readonly CostTotal[],
): SpendVerdict {
  const own = limitsFor(limits, account, hold.currency);
  const spent = today.filter(({ currency }) => currency === hold.currency);
  const spentOnAccount = spent.filter((total) => total.account === account);
  const isUnbounded = hold.amount === null && limits.allowUnboundedCost !== true;
  const verdictOn = (limit: string | null, totals: readonly CostTotal[]) =>
    limit !== null && isUnbounded ? "always" : verdictOf(roomFor(hold), limit, totals);
  const verdict = verdictOn(own.overall, spent);
  const ofAccount = verdictOn(own.account, spentOnAccount);
  return verdict === "free" || ofAccount === "always" ? ofAccount : verdict;
}

function verdictOf(room: bigint, limit: string | null, spent: readonly CostTotal[]): SpendVerdict {
  if (limit === null) return "free";
  if (room > nanosOf(limit)) return "always";
  const sum = spent.reduce((nanos, total) => nanos + nanosOf(total.amount ?? "0"), 0n);
  return sum + room > nanosOf(limit) ? "today" : "free";
}

/** The rest of the UTC day, milliseconds. */
export function restOfDayMs(now: number): number {
  return Date.parse(dayOf(now)) + DAY_MS - now;
}
