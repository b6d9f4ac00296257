import type { Redis } from "ioredis";

import { dayOf, monthOf } from "../costs/cost-totals.ts";
import type { BudgetName } from "../generation/waiting.ts";
import type { Keys } from "../store/keys.ts";
import { runScript, scriptOf } from "../store/script.ts";

/** Which tenants have reached a limit of their spending, for all workers. */
export interface BudgetsReached {
  /** Records it. Returns true the first time on that UTC day or in that month. */
  reach(tenant: string, limit: BudgetName, now: number): Promise<boolean>;
  /** The limits of today and of this month that were reached, by tenant. */
  reached(now: number): Promise<ReadonlyMap<string, BudgetName>>;
}

const REACH = scriptOf(`
local known = redis.call("HGET", KEYS[1], ARGV[1])
redis.call("HSET", KEYS[1], ARGV[1], ARGV[2])
return known ~= ARGV[2] and 1 or 0`);

export function createBudgetsReached(redis: Redis, keys: Keys): BudgetsReached {
  return {
    async reach(tenant, limit, now) {
      const mark = `${limit} ${periodOf(limit, now)}`;
      return (await runScript(redis, REACH, 1, keys.budgetsReached, tenant, mark)) === 1;
    },
    async reached(now) {
      const marks = Object.entries(await redis.hgetall(keys.budgetsReached));
      return new Map(
        marks.flatMap(([tenant, mark]) => {
          const [limit, period] = mark.split(" ") as [BudgetName, string];
          return period === periodOf(limit, now) ? [[tenant, limit] as const] : [];
        }),
      );
    },
  };
}

function periodOf(limit: BudgetName, now: number): string {
  return limit === "daily_spend" ? dayOf(now) : monthOf(dayOf(now));
}
