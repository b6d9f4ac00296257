import type { Redis } from "ioredis";

import { STATUSES } from "../generation/status.ts";
import type { BudgetName } from "../generation/waiting/budget-period.ts";
import type { Keys } from "../store/keys.ts";
import { runScript, scriptOf, withPrelude } from "../store/script.ts";
import type { BudgetsReached } from "./budgets-reached.ts";
import { createBudgetsReached, forgetReached } from "./budgets-reached.ts";
import type { Tenant, TenantChange, TenantHash } from "./tenant.ts";
import { fieldsOfChange, hashOfTenant, tenantOfHash } from "./tenant.ts";
import { tryNewBudget } from "./try-new-budget.ts";

/** The settings of the tenants. */
export interface Tenants extends BudgetsReached {
  /** Null for an id without settings. */
  get(id: string): Promise<Tenant | null>;
  /** Those with settings, sorted by id. */
  list(): Promise<readonly Tenant[]>;
  /** Stores a new tenant, unless there are `MAX_TENANTS`. */
  create(tenant: Tenant): Promise<"created" | "exists" | "too-many">;
  /**
   * Changes the settings of a tenant; returns all of them, or null for an id without settings. The
   * generations that wait for a spending limit that was changed are tried at once.
   */
  change(id: string, change: TenantChange): Promise<Tenant | null>;
}

/** The totals of a day have a field for each tenant that submitted. */
export const MAX_TENANTS = 1_000;

// With the first settings, the indexes of all generations so far become those of the default
// tenant, too. From then on, each write keeps both.
const CREATE = withPrelude(`
if redis.call("EXISTS", KEYS[1]) == 1 then return "exists" end
local count = redis.call("SCARD", KEYS[2])
if count >= tonumber(ARGV[2]) then return "too-many" end
if count == 0 then
  local models = redis.call("SMEMBERS", KEYS[3])
  for i = 4, #KEYS do
    redis.call("ZUNIONSTORE", tenant_index(KEYS[i], "default"), 1, KEYS[i])
    for _, model in ipairs(models) do
      local index = KEYS[i] .. ":model:" .. model
      redis.call("ZUNIONSTORE", tenant_index(index, "default"), 1, index)
    end
  end
end
redis.call("SADD", KEYS[2], ARGV[1])
redis.call("HSET", KEYS[1], unpack(ARGV, 3))
return "created"`);

// Writes the fields that change only, so that changes at the same time do not undo each other.
const CHANGE = scriptOf(`
local hash = redis.call("HGETALL", KEYS[1])
if #hash == 0 then return hash end
local removed = tonumber(ARGV[1])
if removed > 0 then redis.call("HDEL", KEYS[1], unpack(ARGV, 2, removed + 1)) end
if #ARGV > removed + 1 then redis.call("HSET", KEYS[1], unpack(ARGV, removed + 2)) end
return redis.call("HGETALL", KEYS[1])`);

export function createTenants(redis: Redis, keys: Keys): Tenants {
  const get = async (id: string) => tenantOfHash(id, await redis.hgetall(keys.tenant(id)));
  return {
    ...createBudgetsReached(redis, keys),
    get,
    async list() {
      const ids = (await redis.smembers(keys.tenants)).sort();
      const tenants = await Promise.all(ids.map(get));
      return tenants.filter((tenant) => tenant !== null);
    },
    async create(tenant) {
      const indexes = STATUSES.map((status) => keys.index({ status }));
      const names = [keys.tenant(tenant.id), keys.tenants, keys.models, ...indexes];
      const values = [tenant.id, MAX_TENANTS, ...Object.entries(hashOfTenant(tenant)).flat()];
      const result = await runScript(redis, CREATE, names.length, ...names, ...values);
      return result as "created" | "exists" | "too-many";
    },
    async change(id, change) {
      const { set, removed } = fieldsOfChange(change);
      const values = [removed.length, ...removed, ...Object.entries(set).flat()];
      const hash = (await runScript(redis, CHANGE, 1, keys.tenant(id), ...values)) as string[];
      const pairs = hash.flatMap((name, index) =>
        index % 2 === 0 ? [[name, hash[index + 1]]] : [],
      );
      const changed = tenantOfHash(id, Object.fromEntries(pairs) as TenantHash);
      const { dailySpend, monthlySpend, allowUnboundedCost } = change.limits ?? {};
      const budgets: BudgetName[] = [];
      if (dailySpend !== undefined) budgets.push("daily_spend");
      if (monthlySpend !== undefined) budgets.push("monthly_spend");
      await forgetReached(redis, keys, id, budgets);
      if (changed !== null && (budgets.length > 0 || allowUnboundedCost !== undefined))
        await tryNewBudget(redis, keys, changed);
      return changed;
    },
  };
}
