import type { Redis } from "ioredis";

import { isBeyondBudget } from "../costs/budget.ts";
import { CURRENCIES } from "../generation/attempt.ts";
import type { Queued } from "../generation/generation.ts";
import { returnFitting } from "../line/behind-all.ts";
import type { Keys } from "../store/keys.ts";
import { runScript, scriptOf } from "../store/script.ts";
import type { Tenant } from "./tenant.ts";

// KEYS 1 tenants in the line of a model
// ARGV 1 tenant
const TRY_NOW = scriptOf(`
if tonumber(redis.call("HGET", KEYS[1], ARGV[1])) then
  redis.call("HSET", KEYS[1], ARGV[1], 0)
end`);

/**
 * Lets the generations that wait for a tenant's spending limits be tried at once, because the
 * limits were changed. Those that were behind all others, and fit now, return to their places. The
 * workers find those that were refused by the old limits meanwhile.
 */
export async function tryNewBudget(redis: Redis, keys: Keys, tenant: Tenant): Promise<void> {
  const { id } = tenant;
  for (const model of await redis.smembers(keys.models)) {
    await runScript(redis, TRY_NOW, 1, keys.lineTenants(model), id);
    const fits = (waiting: Queued) => canFit(waiting, tenant);
    const lookAfter = (after: string | null) =>
      returnFitting(redis, keys, { model, tenant: id, after }, fits);
    for (let after = await lookAfter(null); after !== null;) after = await lookAfter(after);
  }
}

/** Whether the budget has room for it once nothing else is spent, by what its caller was told. */
function canFit({ estimate }: Queued, { limits }: Tenant): boolean {
  const holds =
    estimate === null ? CURRENCIES.map((currency) => ({ amount: null, currency })) : [estimate];
  return !holds.some((hold) => isBeyondBudget(hold, limits));
}
