import type { Redis } from "ioredis";

import { budgetVerdict } from "../costs/budget.ts";
import { CURRENCIES } from "../generation/attempt.ts";
import type { Queued } from "../generation/generation.ts";
import { isWaiting } from "../generation/status.ts";
import { idsBehindAll, toItsPlace } from "../line/places.ts";
import type { Keys } from "../store/keys.ts";
import { readRecord } from "../store/read-record.ts";
import { runScript, scriptOf } from "../store/script.ts";
import type { Tenant } from "./tenant.ts";

// KEYS 1 tenants in the line of a model  2 its parked generations
// ARGV 1 tenant  2 what the keys of records begin with
const TRY_NOW = scriptOf(`
if tonumber(redis.call("HGET", KEYS[1], ARGV[1])) then
  redis.call("HSET", KEYS[1], ARGV[1], 0)
end
for _, id in ipairs(redis.call("ZRANGE", KEYS[2], 0, -1)) do
  local parked = redis.call("HGET", ARGV[2] .. id, "parked")
  if parked and string.match(parked, "^%d+:(.*)$") == ARGV[1] then
    redis.call("ZADD", KEYS[2], 0, id)
  end
end`);

const NOTHING_SPENT = { daily_spend: {}, monthly_spend: {} };

/**
 * After a tenant's spending limits were changed: lets what waits for them be tried at once. What
 * could never go, and now can, returns from behind all others to its place.
 */
export async function tryNewBudget(redis: Redis, keys: Keys, tenant: Tenant): Promise<void> {
  for (const model of await redis.smembers(keys.models)) {
    const names = [keys.lineTenants(model), keys.parked(model)];
    await runScript(redis, TRY_NOW, names.length, ...names, tenant.id, keys.generation(""));
    for (const id of await idsBehindAll(redis, keys, model, tenant.id)) {
      const waiting = await readRecord({ redis, keys }, id);
      if (waiting !== null && isWaiting(waiting) && canFit(waiting, tenant))
        await toItsPlace(redis, keys, waiting);
    }
  }
}

/** Whether the budget has room for it once nothing else is spent, by its estimate. */
function canFit({ estimate }: Queued, { limits }: Tenant): boolean {
  const holds =
    estimate === null ? CURRENCIES.map((currency) => ({ amount: null, currency })) : [estimate];
  return holds.every((hold) => budgetVerdict(hold, limits, NOTHING_SPENT).kind !== "beyond-budget");
}
