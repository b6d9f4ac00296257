import type { Redis } from "ioredis";

import type { BudgetLimit } from "../costs/budget.ts";
import { dayOf, monthOf } from "../costs/cost-totals.ts";
import type { BudgetName } from "../generation/waiting.ts";
import type { Keys } from "../store/keys.ts";
import { runScript, scriptOf } from "../store/script.ts";
import type { TenantChange } from "./tenant.ts";

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

// KEYS 1 tenants in the line of a model  2 its parked generations
// ARGV 1 tenant  2 what the keys of records begin with
const TRY_NOW = scriptOf(`
if tonumber(redis.call("HGET", KEYS[1], ARGV[1])) then
  redis.call("HSET", KEYS[1], ARGV[1], 0)
end
for _, id in ipairs(redis.call("ZRANGE", KEYS[2], 0, 999)) do
  local parked = redis.call("HGET", ARGV[2] .. id, "parked")
  if parked and string.match(parked, "^%d+:(.*)$") == ARGV[1] then
    redis.call("ZADD", KEYS[2], 0, id)
  end
end`);

/**
 * After a tenant's limits of spending were changed: forgets that they were reached, and lets what
 * waits for them be tried at once. Does nothing for other changes.
 */
export async function tryNewBudget(
  redis: Redis,
  keys: Keys,
  tenant: string,
  { limits: { dailySpend, monthlySpend, allowUnboundedCost } = {} }: TenantChange,
): Promise<void> {
  const changed: BudgetName[] = [];
  if (dailySpend !== undefined) changed.push("daily_spend");
  if (monthlySpend !== undefined) changed.push("monthly_spend");
  if (changed.length === 0 && allowUnboundedCost === undefined) return;
  const fields = changed.map((name) => fieldOf(tenant, name));
  if (fields.length > 0) await redis.hdel(keys.budgetsReached, ...fields);
  for (const model of await redis.smembers(keys.models)) {
    const names = [keys.lineTenants(model), keys.parked(model)];
    await runScript(redis, TRY_NOW, names.length, ...names, tenant, keys.generation(""));
  }
}

function fieldOf(tenant: string, limit: BudgetName): string {
  return `${tenant} ${limit}`;
}

function periodOf(limit: BudgetName, now: number): string {
  return limit === "daily_spend" ? dayOf(now) : monthOf(dayOf(now));
}
