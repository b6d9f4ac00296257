import type { Spent } from "../../costs/budget.ts";
import type { CostTotal } from "../../costs/cost-totals.ts";
import { amountOf, monthOf, tenantSpentField, totalsOf } from "../../costs/cost-totals.ts";
import type { Amounts } from "../../costs/spend-limit.ts";
import { CURRENCIES } from "../../generation/attempt.ts";
import type { StorePorts } from "../store-ports.ts";
import type { TenantSum } from "./tenant-sums.ts";
import { correctSums } from "./tenant-sums.ts";

/** What was spent, as the writes of the records count it. */
export interface StoredCosts {
  /**
   * What the attempts of these UTC days (`YYYY-MM-DD`) have cost or may cost, those of forgotten
   * generations included.
   */
  costs(days: readonly string[]): Promise<readonly CostTotal[]>;
  /**
   * What the attempts of a tenant on this UTC day, and in its month, have cost or may cost. Nothing
   * before its budget was needed for the first time.
   */
  spentBy(tenant: string, day: string): Promise<Spent>;
  /**
   * Counts the sums of tenants again that differ from the totals of the days of this month. Returns
   * whose they were.
   */
  correctSums(today: string): Promise<readonly TenantSum[]>;
}

export function createStoredCosts({
  redis,
  keys,
}: Pick<StorePorts, "redis" | "keys">): StoredCosts {
  return {
    correctSums: (today) => correctSums({ redis, keys }, today),
    async costs(days) {
      const read = async (day: string) => totalsOf(day, await redis.hgetall(keys.costs(day)));
      return (await Promise.all(days.map(read))).flat();
    },
    async spentBy(tenant, day) {
      const fields = CURRENCIES.map((currency) => tenantSpentField(currency, tenant));
      const read = async (period: string) =>
        amountsIn(await redis.hmget(keys.costs(period), ...fields));
      return { daily_spend: await read(day), monthly_spend: await read(monthOf(day)) };
    },
  };
}

/** By currency, in the order of `CURRENCIES`. */
function amountsIn(nanos: readonly (string | null)[]): Amounts {
  return Object.fromEntries(
    CURRENCIES.map((currency, index) => [currency, amountOf(BigInt(nanos[index] ?? 0))]),
  );
}
