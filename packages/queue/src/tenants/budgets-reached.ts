import type { Redis } from "ioredis";

import type { BudgetLimit } from "../costs/budget.ts";
import { dayOf, monthOf } from "../costs/cost-totals.ts";
import type { BudgetName } from "../generation/waiting/budget-period.ts";
import type { Keys } from "../store/keys.ts";
import { runScript, scriptOf } from "../store/script.ts";

/** A limit that was reached. */
export interface ReachedLimit {
  readonly name: BudgetName;
  /** The day or month in which it was reached, its amount and its currency. */
  readonly mark: string;
}

/** Which tenants have reached a limit of their spending, for all workers. */
export interface BudgetsReached {
  /** Records it. Returns true the first time on that UTC day or in that month, for each amount. */
  reach(tenant: string, limit: BudgetLimit, now: number): Promise<boolean>;
  /** The limits that were reached today or in this month, by tenant. */
  reached(now: number): Promise<ReadonlyMap<string, readonly ReachedLimit[]>>;
}

const REACH = scriptOf(`
local known = redis.call("HGET", KEYS[1], ARGV[1])
redis.call("HSET", KEYS[1], ARGV[1], ARGV[2])
return known ~= ARGV[2] and 1 or 0`);

export function createBudgetsReached(redis: Redis, keys: Keys): BudgetsReached {
  return {
    async reach(tenant, { name, amount, currency }, now) {
      const mark = `${periodOf(name, now)} ${amount} ${currency}`;
      const field = fieldOf(tenant, name);
      return (await runScript(redis, REACH, 1, keys.budgetsReached, field, mark)) === 1;
    },
    async reached(now) {
      const reached = new Map<string, ReachedLimit[]>();
      const marks = await redis.hgetall(keys.budgetsReached);
      for (const field of Object.keys(marks).toSorted()) {
        const mark = marks[field] ?? "";
        const [tenant, name] = field.split(" ") as [string, BudgetName];
        if (!mark.startsWith(`${periodOf(name, now)} `)) continue;
        reached.set(tenant, [...(reached.get(tenant) ?? []), { name, mark }]);
      }
      return reached;
    },
  };
}

/** Forgets that these limits of a tenant were reached. */
export async function forgetReached(
  redis: Redis,
  keys: Keys,
  tenant: string,
  limits: readonly BudgetName[],
): Promise<void> {
  const fields = limits.map((name) => fieldOf(tenant, name));
  if (fields.length > 0) await redis.hdel(keys.budgetsReached, ...fields);
}

function fieldOf(tenant: string, limit: BudgetName): string {
  return `${tenant} ${limit}`;
}

function periodOf(limit: BudgetName, now: number): string {
  return limit === "daily_spend" ? dayOf(now) : monthOf(dayOf(now));
}
