import type { Redis } from "ioredis";

import { budgetVerdict } from "../costs/budget.ts";
import { CURRENCIES } from "../generation/attempt.ts";
import type { Queued } from "../generation/generation.ts";
import { BEHIND_ALL, rankOf } from "../generation/waiting/rank.ts";
import { isWaiting } from "../generation/status.ts";
import type { Keys } from "../store/keys.ts";
import { readRecord } from "../store/read-record.ts";
import { runScript, scriptOf } from "../store/script.ts";
import type { Tenant } from "./tenant.ts";

// KEYS 1 tenants in the line of a model  2 its parked generations  3 line of the tenant
// ARGV 1 tenant  2 what the keys of records begin with
//
// Returns the ids of those behind all others of the tenant.
const TRY_NOW = scriptOf(`
if tonumber(redis.call("HGET", KEYS[1], ARGV[1])) then
  redis.call("HSET", KEYS[1], ARGV[1], 0)
end
local behind = redis.call("ZRANGE", KEYS[3], ${BEHIND_ALL}, "+inf", "BYSCORE")
for _, id in ipairs(redis.call("ZRANGE", KEYS[2], 0, -1)) do
  local parked = redis.call("HGET", ARGV[2] .. id, "parked")
  local rank, tenant = string.match(parked or "", "^(%d+):(.*)$")
  if tenant == ARGV[1] then
    redis.call("ZADD", KEYS[2], 0, id)
    if tonumber(rank) >= ${BEHIND_ALL} then
      table.insert(behind, id)
    end
  end
end
return behind`);

// KEYS 1 line of the tenant  2 record
// ARGV 1 id  2 its rank  3 tenant
const TO_ITS_PLACE = scriptOf(`
local parked = string.match(redis.call("HGET", KEYS[2], "parked") or "", "^(%d+):")
if parked and tonumber(parked) >= ${BEHIND_ALL} then
  redis.call("HSET", KEYS[2], "parked", ARGV[2] .. ":" .. ARGV[3])
end
if tonumber(redis.call("ZSCORE", KEYS[1], ARGV[1]) or 0) >= ${BEHIND_ALL} then
  redis.call("ZADD", KEYS[1], "XX", ARGV[2], ARGV[1])
end`);

const NOTHING_SPENT = { daily_spend: {}, monthly_spend: {} };

/**
 * After a tenant's spending limits were changed: lets what waits for them be tried at once. What
 * could never go, and now can, returns from behind all others to its place.
 */
export async function tryNewBudget(redis: Redis, keys: Keys, tenant: Tenant): Promise<void> {
  for (const model of await redis.smembers(keys.models)) {
    const line = keys.line(model, tenant.id);
    const names = [keys.lineTenants(model), keys.parked(model), line];
    const values = [tenant.id, keys.generation("")];
    const behind = (await runScript(redis, TRY_NOW, names.length, ...names, ...values)) as string[];
    for (const id of behind) {
      const waiting = await readRecord({ redis, keys }, id);
      if (waiting === null || !isWaiting(waiting)) continue;
      if (!canFit(waiting, tenant)) continue;
      const place = [id, rankOf(waiting), tenant.id];
      await runScript(redis, TO_ITS_PLACE, 2, line, keys.generation(id), ...place);
    }
  }
}

/** Whether the budget has room for it once nothing else is spent, by its estimate. */
function canFit({ estimate }: Queued, { limits }: Tenant): boolean {
  const holds =
    estimate === null ? CURRENCIES.map((currency) => ({ amount: null, currency })) : [estimate];
  return holds.every((hold) => budgetVerdict(hold, limits, NOTHING_SPENT).kind !== "beyond-budget");
}
