import type { ApiKey, Tenant } from "@dashqueue/queue/internal";

import type { SpendingPorts, TenantSpending } from "./tenant-spending.ts";
import { readSpending } from "./tenant-spending.ts";

/** Tenants as the admin API shows them. */
export async function viewsOf(ports: SpendingPorts, tenants: readonly Tenant[]) {
  const spendingOf = await readSpending(tenants, ports);
  return tenants.map((tenant) => tenantView(tenant, spendingOf(tenant)));
}

export async function viewOf(ports: SpendingPorts, tenant: Tenant) {
  return tenantView(tenant, (await readSpending([tenant], ports))(tenant));
}

function tenantView(
  { id, name, weight, limits, createdAt, disabledAt }: Tenant,
  spending: TenantSpending,
) {
  return {
    id,
    name,
    weight,
    limits: {
      max_in_flight: limits.maxInFlight,
      max_queued: limits.maxQueued,
      submits_per_minute: limits.submitsPerMinute,
      models: limits.models,
      daily_spend: limits.dailySpend,
      monthly_spend: limits.monthlySpend,
    },
    spending,
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

export function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : iso(atMs);
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
