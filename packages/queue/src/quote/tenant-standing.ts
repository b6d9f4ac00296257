import type { Redis } from "ioredis";

import { DEFAULT_TENANT } from "../generation/tenant-id.ts";
import type { Keys } from "../store/keys.ts";
import type { TenantRefusal } from "../store/batch/accepted.ts";
import { MINUTE_MS } from "../store/batch/accepted.ts";
import type { TenantLimits } from "../tenants/tenant.ts";
import { NO_LIMITS } from "../tenants/tenant.ts";
import { createTenants } from "../tenants/tenants.ts";

/** How much of its limits a tenant uses. */
export interface TenantStanding {
  readonly isDisabled: boolean;
  readonly limits: TenantLimits;
  /** Its `queued` generations. */
  readonly queued: number;
  /** Its submissions in this minute, which ends after `resetMs`. */
  readonly submitted: number;
  readonly resetMs: number;
}

export async function readStanding(
  redis: Redis,
  keys: Keys,
  tenant: string,
): Promise<TenantStanding> {
  const [settings, submitted, resetMs, tenants] = await Promise.all([
    createTenants(redis, keys).get(tenant),
    redis.get(keys.submissions(tenant)),
    redis.pttl(keys.submissions(tenant)),
    redis.exists(keys.tenants),
  ]);
  const isOnlyTenant = tenant === DEFAULT_TENANT && tenants === 0;
  const index = keys.index({ status: "queued", tenant: isOnlyTenant ? undefined : tenant });
  return {
    isDisabled: settings !== null && settings.disabledAt !== null,
    limits: settings?.limits ?? NO_LIMITS,
    queued: await redis.zcard(index),
    submitted: Number(submitted ?? 0),
    // A tenant that may submit nothing has no minute.
    resetMs: resetMs > 0 ? resetMs : MINUTE_MS,
  };
}

/**
 * Why a tenant may not submit this number of generations of a model now. The scripts that accept
 * generations decide by the same rule.
 */
export function refusalOf(
  standing: TenantStanding,
  model: string,
  count = 1,
): TenantRefusal | null {
  const { isDisabled, limits, queued, submitted, resetMs } = standing;
  const { models, maxQueued, submitsPerMinute } = limits;
  if (isDisabled) return { reason: "disabled" };
  if (models !== null && !models.includes(model)) return { reason: "model", model };
  if (maxQueued !== null && queued + count > maxQueued)
    return { reason: "max_queued", limit: maxQueued };
  if (submitsPerMinute !== null && submitted + count > submitsPerMinute)
    return { reason: "submits_per_minute", limit: submitsPerMinute, resetMs };
  return null;
}
