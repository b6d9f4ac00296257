import type { WebhookEndpoints } from "@dashqueue/queue/internal";
import type { Registry } from "prom-client";
import { Gauge } from "prom-client";

export interface WebhookMetricsPorts {
  readonly endpoints: Pick<WebhookEndpoints, "countPaused">;
}

/** The state of webhook endpoints, over all replicas. */
export function registerWebhooks({ endpoints }: WebhookMetricsPorts, registers: Registry[]): void {
  new Gauge({
    name: "dashqueue_webhook_endpoints_paused",
    help: "Webhook endpoints that failed several times in a row and are only probed.",
    registers,
    async collect() {
      this.set(await endpoints.countPaused());
    },
  });
}
