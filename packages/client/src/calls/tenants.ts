import type {
  BulkOperation,
  NewApiKey,
  NewTenant,
  NewWebhookSecret,
  Operations,
  Tenant,
  TenantWithKeys,
  WebhookSecret,
} from "../api/operations.generated.ts";
import type { Caller, CallOptions } from "./call.ts";

export type TenantToCreate = NonNullable<Operations["createTenant"]["body"]>;
export type TenantChange = NonNullable<Operations["changeTenant"]["body"]>;

/** Tenants and their keys. The token must be one of `ADMIN_TOKENS`. */
export interface TenantCalls {
  list(options?: CallOptions): Promise<readonly Tenant[]>;
  /** The answer has the first key, which is shown once. */
  create(tenant: TenantToCreate, options?: CallOptions): Promise<NewTenant>;
  get(tenant: string, options?: CallOptions): Promise<TenantWithKeys>;
  /** Changes the named settings; null removes a limit. */
  change(tenant: string, change: TenantChange, options?: CallOptions): Promise<Tenant>;
  /** Refuses all keys of the tenant. */
  disable(tenant: string, options?: CallOptions): Promise<Tenant>;
  enable(tenant: string, options?: CallOptions): Promise<Tenant>;
  /** The answer has the key, which is shown once. */
  addKey(tenant: string, expiresAt?: string | null, options?: CallOptions): Promise<NewApiKey>;
  removeKey(tenant: string, key: string, options?: CallOptions): Promise<void>;
  /** With what its webhooks are signed, the newest first; without any, `WEBHOOK_SECRET` signs. */
  webhookSecrets(tenant: string, options?: CallOptions): Promise<readonly WebhookSecret[]>;
  /** The others sign as well, until they expire. The answer has the secret, which is shown once. */
  addWebhookSecret(
    tenant: string,
    expiresAt?: string | null,
    options?: CallOptions,
  ): Promise<NewWebhookSecret>;
  removeWebhookSecret(tenant: string, secret: string, options?: CallOptions): Promise<void>;
  /** The bulk operations of all tenants that have not finished, the oldest first. */
  bulkOperations(options?: CallOptions): Promise<readonly BulkOperation[]>;
  /** Ends a bulk operation before its next generations. What was done stays done. */
  cancelBulk(id: string, options?: CallOptions): Promise<BulkOperation>;
}

export function tenantCalls({ call }: Caller): TenantCalls {
  return {
    list: async (options) => (await call("listTenants", {}, options)).data,
    create: (body, options) => call("createTenant", { body }, options),
    get: (tenant, options) => call("getTenant", { path: { tenant } }, options),
    change: (tenant, body, options) => call("changeTenant", { path: { tenant }, body }, options),
    disable: (tenant, options) => call("disableTenant", { path: { tenant } }, options),
    enable: (tenant, options) => call("enableTenant", { path: { tenant } }, options),
    addKey: (tenant, expiresAt = null, options) =>
      call("addApiKey", { path: { tenant }, body: { expires_at: expiresAt } }, options),
    removeKey: (tenant, key, options) => call("removeApiKey", { path: { tenant, key } }, options),
    webhookSecrets: async (tenant, options) =>
      (await call("listWebhookSecrets", { path: { tenant } }, options)).data,
    addWebhookSecret: (tenant, expiresAt = null, options) =>
      call("addWebhookSecret", { path: { tenant }, body: { expires_at: expiresAt } }, options),
    removeWebhookSecret: (tenant, secret, options) =>
      call("removeWebhookSecret", { path: { tenant, secret } }, options),
    bulkOperations: async (options) => (await call("listTenantBulk", {}, options)).data,
    cancelBulk: (id, options) => call("cancelTenantBulk", { path: { id } }, options),
  };
}
