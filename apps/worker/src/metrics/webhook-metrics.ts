import type { WebhookEndpoints } from "@dashqueue/queue/internal";
import type { Registry } from "prom-client";
import { Gauge } from "prom-client";

export interface WebhookMetricsPorts {
  readonly endpoints: Pick<WebhookEndpoints, "countPaused">;
  countUnsigned(): number;
}

/** The state of webhook endpoints, over all replicas, and what this worker cannot sign. */
export function registerWebhooks(
  { endpoints, countUnsigned }: WebhookMetricsPorts,
  registers: Registry[],
): void {
  new Gauge({
    name: "dashqueue_webhook_endpoints_paused",
    help: "Webhook endpoints that failed several times in a row and are only probed.",
    registers,
    async collect() {
      this.set(await endpoints.countPaused());
    },
  });
  new Gauge({
    name: "dashqueue_webhook_unsigned_tenants",
    help: "Tenants whose webhook messages this worker is not configured to sign.",
    registers,
    collect() {
      this.set(countUnsigned());
    },
  });
}
