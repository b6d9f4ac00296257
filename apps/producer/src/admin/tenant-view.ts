import type {
  ApiKey,
  Spending,
  SpendingPorts,
  Tenant,
  TenantSpending,
} from "@dashqueue/queue/internal";
import { readSpending } from "@dashqueue/queue/internal";

/** What the views of tenants are made of, besides their settings. */
export type ViewPorts = SpendingPorts;

/** Tenants as the admin API shows them. */
export async function viewsOf(ports: ViewPorts, tenants: readonly Tenant[]) {
  const spendingOf = await readSpending(tenants, ports);
  return tenants.map((tenant) => tenantView(tenant, spendingOf(tenant)));
}

export async function viewOf(ports: ViewPorts, tenant: Tenant) {
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
    limits: limitsView(limits),
    spending: {
      daily_spend: spendingView(spending.daily_spend),
      monthly_spend: spendingView(spending.monthly_spend),
    },
    // The default tenant exists without settings.
    created_at: createdAt === 0 ? null : iso(createdAt),
    disabled_at: isoOrNull(disabledAt),
  };
}

function limitsView(limits: Tenant["limits"]) {
  return {
    max_in_flight: limits.maxInFlight,
    max_queued: limits.maxQueued,
    submits_per_minute: limits.submitsPerMinute,
    models: limits.models,
    daily_spend: limits.dailySpend,
    monthly_spend: limits.monthlySpend,
    allow_unbounded_cost: limits.allowUnboundedCost,
  };
}

/** What an operator can change of a tenant, as the audit log names it. */
export function settingsOf({ name, weight, limits }: Tenant) {
  return { name, weight, ...limitsView(limits) };
}

function spendingView(spending: Spending | null) {
  if (spending === null) return null;
  const { resetsAt, ...amounts } = spending;
  return { ...amounts, resets_at: iso(resetsAt) };
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
