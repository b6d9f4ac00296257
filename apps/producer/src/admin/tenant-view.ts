import type { ApiKey, Tenant } from "@dashqueue/queue/internal";

/** A tenant as the admin API shows it. */
export function tenantView({ id, name, weight, limits, createdAt, disabledAt }: Tenant) {
  return {
    id,
    name,
    weight,
    limits: {
      max_in_flight: limits.maxInFlight,
      max_queued: limits.maxQueued,
      submits_per_minute: limits.submitsPerMinute,
      models: limits.models,
    },
    created_at: iso(createdAt),
    disabled_at: isoOrNull(disabledAt),
  };
}

/** A key without its secret. */
export function keyView({ id, createdAt, expiresAt, lastUsedAt }: ApiKey) {
  return {
    id,
    created_at: iso(createdAt),
    expires_at: isoOrNull(expiresAt),
    last_used_at: isoOrNull(lastUsedAt),
  };
}

function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : iso(atMs);
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
