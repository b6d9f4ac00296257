/** The names of the keys of webhooks. */
export interface WebhookKeys {
  /**
   * The webhook messages about statuses of an open generation, by revision: its record at that
   * time, and what became of the message.
   */
  messages(id: string): string;
  /** The messages that have no job yet, by the time of their revision. */
  readonly pendingMessages: string;
  /** The latest attempts to deliver the messages of a generation. */
  deliveries(id: string): string;
  /** The generations whose message about the end was given up, or is to be sent again. */
  undelivered(state: "failed" | "pending"): string;
  /** A webhook endpoint of a tenant that failed lately, by its origin. */
  endpoint(tenant: string, origin: string): string;
  /** The origins of a tenant's endpoints that failed lately, by the time of the last failure. */
  endpoints(tenant: string): string;
  /** The paused endpoints of all tenants, by the time of the last failure. */
  readonly pausedEndpoints: string;
  /** Exists for a while after a webhook URL answered 410, by the SHA-256 of the URL. */
  goneUrl(tenant: string, digest: string): string;
  /** The webhook secrets of a tenant: their ids with their encrypted texts. */
  webhookSecrets(tenant: string): string;
}

export function webhookKeys(prefix: string): WebhookKeys {
  return {
    messages: (id) => `${prefix}:messages:${id}`,
    pendingMessages: `${prefix}:pending-messages`,
    deliveries: (id) => `${prefix}:deliveries:${id}`,
    undelivered: (state) => `${prefix}:undelivered:${state}`,
    endpoint: (tenant, origin) => `${prefix}:endpoint:${tenant}:${origin}`,
    endpoints: (tenant) => `${prefix}:endpoints:${tenant}`,
    pausedEndpoints: `${prefix}:paused-endpoints`,
    goneUrl: (tenant, digest) => `${prefix}:gone-url:${tenant}:${digest}`,
    webhookSecrets: (tenant) => `${prefix}:webhook-secrets:${tenant}`,
  };
}
