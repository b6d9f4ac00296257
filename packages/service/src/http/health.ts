import { Router } from "express";
import type { Registry } from "prom-client";
import { Gauge } from "prom-client";

import { createMetricsText } from "./metrics-text.ts";
import { sendProblem } from "./problem.ts";
import { UNCONFIRMED } from "./redis-away.ts";
import type { RedisReport } from "./redis-report.ts";

const READY_LIMIT_MS = 2_000;

export interface HealthOptions {
  /** Whether Redis accepts writes. A rejection, or no answer within 2 s, counts as not ready. */
  readonly ready: () => Promise<boolean>;
  /** More fields for the body of a ready answer. */
  readonly details?: () => Promise<Readonly<Record<string, unknown>>>;
  readonly redis?: Pick<RedisReport, "current" | "gauge"> | undefined;
  readonly registry: Registry;
}

/**
 * Routes for probes and scrapers. `/healthz` answers while the process runs, `/readyz` answers 503
 * while it cannot do its work, `/metrics` is in the Prometheus text format.
 */
export function healthRouter({ ready, details, redis, registry }: HealthOptions): Router {
  if (redis !== undefined) registry.registerMetric(redis.gauge);
  registerReadiness(ready, registry);
  const metricsText = createMetricsText(registry);
  const durability = () => (redis === undefined ? {} : { redisDurability: redis.current() });
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.json({ status: "ok" });
  });
  router.get("/readyz", async (_request, response) => {
    const problem = await problemOf(ready);
    if (problem === null) response.json({ status: "ok", ...durability(), ...(await details?.()) });
    else sendProblem(response, { status: 503, detail: problem, retryAfterSeconds: 2 });
  });
  router.get("/metrics", async (_request, response) => {
    response.type(registry.contentType).send(await metricsText());
  });
  return router;
}

function registerReadiness(ready: HealthOptions["ready"], registry: Registry): void {
  new Gauge({
    name: "dashqueue_ready",
    help: "1 while this process can do its work, as /readyz says; 0 while Redis accepts no writes.",
    registers: [registry],
    async collect() {
      this.set((await problemOf(ready)) === null ? 1 : 0);
    },
  });
}

const NO_WRITES = "Redis does not accept writes: it is away, read-only or full.";

/** Why it is not ready, or null. */
async function problemOf(ready: () => Promise<boolean>): Promise<string | null> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), READY_LIMIT_MS);
  try {
    return (await Promise.race([ready(), late.promise])) ? null : NO_WRITES;
  } catch (error) {
    const { message } = error as Error;
    return UNCONFIRMED.test(message) ? `${message}.` : NO_WRITES;
  } finally {
    clearTimeout(timer);
  }
}
