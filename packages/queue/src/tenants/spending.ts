import type { CostTotal } from "../costs/cost-totals.ts";
import { DAY_MS, dayOf, monthOf, sumOf } from "../costs/cost-totals.ts";
import type { BudgetName } from "../generation/waiting/budget-period.ts";
import { budgetResetsAt } from "../generation/waiting/budget-period.ts";
import type { Tenant } from "./tenant.ts";

export interface SpendingPorts {
  /** What the attempts of these UTC days have cost or may cost. */
  readonly costs: (days: readonly string[]) => Promise<readonly CostTotal[]>;
  readonly now: () => number;
}

/** What a tenant has spent of one of its limits, in the currency of that limit. */
export interface Spending {
  readonly used: string;
  /** Held for what is in flight, or for what may have been charged. */
  readonly reserved: string;
  readonly currency: string;
  /** Epoch milliseconds. */
  readonly resetsAt: number;
}

/** By limit; null for one that is not set. */
export type TenantSpending = Readonly<Record<BudgetName, Spending | null>>;

/** Returns a function that reads what each of these tenants has spent of its limits. */
export async function readSpending(
  tenants: readonly Tenant[],
  { costs, now }: SpendingPorts,
): Promise<(tenant: Tenant) => TenantSpending> {
  const at = now();
  const limited = tenants.some(({ limits }) => limits.dailySpend ?? limits.monthlySpend);
  const totals = limited ? await costs(daysOfMonth(at)) : [];
  const today = totals.filter(({ day }) => day === dayOf(at));
  return ({ id, limits }) => {
    const spent = (name: BudgetName, of: readonly CostTotal[]) => {
      const limit = name === "daily_spend" ? limits.dailySpend : limits.monthlySpend;
      if (limit === null) return null;
      const { currency } = limit;
      const own = of.filter((total) => total.tenant === id && total.currency === currency);
      return { ...amountsOf(own), currency, resetsAt: budgetResetsAt(name, at) };
    };
    return {
      daily_spend: spent("daily_spend", today),
      monthly_spend: spent("monthly_spend", totals),
    };
  };
}

function amountsOf(totals: readonly CostTotal[]): Pick<Spending, "used" | "reserved"> {
  const sum = (isCounted: (total: CostTotal) => boolean) =>
    sumOf(totals.filter(isCounted).flatMap(({ amount }) => amount ?? []));
  return {
    used: sum(({ state }) => state === "settled"),
    reserved: sum(({ state }) => state !== "settled"),
  };
}

/** The UTC days of this month until today. */
function daysOfMonth(now: number): readonly string[] {
  const first = Date.parse(`${monthOf(dayOf(now))}-01`);
  return Array.from({ length: 31 }, (_, index) => first + index * DAY_MS)
    .filter((at) => at <= now)
    .map(dayOf);
}
