import type { Tenant, Tenants } from "@dashqueue/queue/internal";
import { DEFAULT_TENANT, plainTenant } from "@dashqueue/queue/internal";

/** The default tenant exists without settings. */
export async function findTenant(
  { tenants }: { readonly tenants: Pick<Tenants, "get"> },
  id: string,
): Promise<Tenant | null> {
  return (await tenants.get(id)) ?? (id === DEFAULT_TENANT ? plainTenant(id, 0) : null);
}

/** Beside others, the default tenant is listed also without settings. */
export function withDefault(known: readonly Tenant[]): readonly Tenant[] {
  const isListed = known.length === 0 || known.some(({ id }) => id === DEFAULT_TENANT);
  return isListed ? known : [plainTenant(DEFAULT_TENANT, 0), ...known];
}
