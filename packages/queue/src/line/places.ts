import type { Redis } from "ioredis";

import type { Queued } from "../generation/generation.ts";
import { BEHIND_ALL, rankOf } from "../generation/waiting/rank.ts";
import type { Keys } from "../store/keys.ts";
import { runScript, scriptOf } from "../store/script.ts";

// KEYS 1 tenants in the line of a model  2 its parked generations
// ARGV 1 what the keys of records begin with  2 those of the model's lines  3 tenant, "" for all
const BEHIND = scriptOf(`
local behind = {}
for _, tenant in ipairs(ARGV[3] == "" and redis.call("HKEYS", KEYS[1]) or { ARGV[3] }) do
  for _, id in ipairs(redis.call("ZRANGE", ARGV[2] .. tenant, ${BEHIND_ALL}, "+inf", "BYSCORE")) do
    table.insert(behind, id)
  end
end
for _, id in ipairs(redis.call("ZRANGE", KEYS[2], 0, -1)) do
  local parked = redis.call("HGET", ARGV[1] .. id, "parked")
  local rank, tenant = string.match(parked or "", "^(%d+):(.*)$")
  if rank and tonumber(rank) >= ${BEHIND_ALL} and (ARGV[3] == "" or ARGV[3] == tenant) then
    table.insert(behind, id)
  end
end
return behind`);

// KEYS 1 line of the tenant  2 record  3 parked generations of the model
// ARGV 1 id  2 its rank  3 tenant
const TO_ITS_PLACE = scriptOf(`
local parked = string.match(redis.call("HGET", KEYS[2], "parked") or "", "^(%d+):")
if parked and tonumber(parked) >= ${BEHIND_ALL} then
  redis.call("HSET", KEYS[2], "parked", ARGV[2] .. ":" .. ARGV[3])
  redis.call("ZADD", KEYS[3], "XX", 0, ARGV[1])
end
if tonumber(redis.call("ZSCORE", KEYS[1], ARGV[1]) or 0) >= ${BEHIND_ALL} then
  redis.call("ZADD", KEYS[1], "XX", ARGV[2], ARGV[1])
end`);

/**
 * The ids of the generations of a model that wait behind all others of their tenants, because each
 * may cost more than a whole limit.
 *
 * @param tenant by default all tenants
 */
export async function idsBehindAll(
  redis: Redis,
  keys: Keys,
  model: string,
  tenant = "",
): Promise<readonly string[]> {
  const names = [keys.lineTenants(model), keys.parked(model)];
  const values = [keys.generation(""), keys.line(model, ""), tenant];
  return (await runScript(redis, BEHIND, names.length, ...names, ...values)) as string[];
}

/** Returns a generation that waits behind all others of its tenant to its place. */
export async function toItsPlace(redis: Redis, keys: Keys, waiting: Queued): Promise<void> {
  const { id, tenant, request } = waiting;
  const { model } = request;
  const names = [keys.line(model, tenant), keys.generation(id), keys.parked(model)];
  await runScript(redis, TO_ITS_PLACE, names.length, ...names, id, rankOf(waiting), tenant);
}
