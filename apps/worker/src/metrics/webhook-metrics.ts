import type { WebhookEndpoints } from "@dashqueue/queue/internal";
import type { Registry } from "prom-client";
import { Gauge, Histogram } from "prom-client";

import type { Deliver } from "../notifying/signed-delivery.ts";

export interface WebhookMetricsPorts {
  readonly endpoints: Pick<WebhookEndpoints, "countPaused">;
  countUnsigned(): number;
  now(): number;
}

/** Measures the attempts to deliver webhook messages. */
export type MeasureDeliveries = (deliver: Deliver) => Deliver;

/**
 * The state of webhook endpoints, over all replicas, what this worker cannot sign, and its attempts
 * to deliver.
 */
export function registerWebhooks(
  { endpoints, countUnsigned, now }: WebhookMetricsPorts,
  registers: Registry[],
): MeasureDeliveries {
  new Gauge({
    name: "dashqueue_webhook_endpoints_paused",
    help: "Webhook endpoints that failed several times in a row and are only probed, over all replicas.",
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
  const attempts = new Histogram({
    name: "dashqueue_webhook_attempt_duration_seconds",
    help: "Time of attempts to deliver a webhook message, by result: accepted, refused (410), failed or unsigned.",
    labelNames: ["result"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  return (deliver) => async (url, message, signal) => {
    const startedAt = now();
    const delivered = await deliver(url, message, signal);
    attempts.observe({ result: delivered.kind }, (now() - startedAt) / 1_000);
    return delivered;
  };
}
