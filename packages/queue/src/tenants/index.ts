export type { Tenant, TenantChange, TenantLimits } from "./tenant.ts";
export {
  DEFAULT_WEIGHT,
  NO_LIMITS,
  plainTenant,
  tenantLimitsSchema,
  tenantSchema,
} from "./tenant.ts";
export type { ReachedLimit } from "./budgets-reached.ts";
export type { Tenants } from "./tenants.ts";
export { createTenants, MAX_TENANTS } from "./tenants.ts";
export type { ApiKey } from "./api-key.ts";
export { API_KEY_BYTES, apiKeyText, isApiKey } from "./api-key.ts";
export type { ApiKeys } from "./api-keys.ts";
export { createApiKeys, MAX_API_KEYS } from "./api-keys.ts";
export type { Spending, SpendingPorts, TenantSpending } from "./spending.ts";
export { readSpending } from "./spending.ts";
