/** The keys of tenants. */
export interface TenantKeys {
  /**
   * A tenant: its `weight`, and its limits such as `maxInFlight` (see `tenants/tenant.ts`). Absent
   * while it has no settings. Scripts read it live, so a change counts at once.
   */
  tenant(id: string): string;
  /** The ids of the tenants with settings. Without any, there is only the default tenant. */
  readonly tenants: string;
  /** Counts the submissions of a tenant in a minute. */
  submissions(tenant: string): string;
  /** An API key, by the SHA-256 of its text. */
  apiKey(digest: string): string;
  /** The API keys of a tenant: their ids with their digests. */
  apiKeys(tenant: string): string;
  /** The generations of a tenant that hold a slot, in all lanes. */
  tenantSlots(tenant: string): string;
}

export function tenantKeys(prefix: string): TenantKeys {
  return {
    tenant: (id) => `${prefix}:tenant:${id}`,
    tenants: `${prefix}:tenants`,
    submissions: (tenant) => `${prefix}:submissions:${tenant}`,
    apiKey: (digest) => `${prefix}:api-key:${digest}`,
    apiKeys: (tenant) => `${prefix}:api-keys:${tenant}`,
    tenantSlots: (tenant) => `${prefix}:tenant-slots:${tenant}`,
  };
}
