import { Router } from "express";
import type { Registry } from "prom-client";

import { sendProblem } from "./problem.ts";

const READY_LIMIT_MS = 2_000;

export interface HealthOptions {
  /** Whether Redis accepts writes. A rejection, or no answer within 2 s, counts as not ready. */
  readonly ready: () => Promise<boolean>;
  /** More fields for the body of a ready answer. */
  readonly details?: () => Promise<Readonly<Record<string, unknown>>>;
  readonly registry: Registry;
}

/**
 * Routes for probes and scrapers. `/healthz` answers while the process runs, `/readyz` answers 503
 * while it cannot do its work, `/metrics` is in the Prometheus text format.
 */
export function healthRouter({ ready, details, registry }: HealthOptions): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.json({ status: "ok" });
  });
  router.get("/readyz", async (_request, response) => {
    if (await isReady(ready)) response.json({ status: "ok", ...(await details?.()) });
    else
      sendProblem(response, {
        status: 503,
        detail: "Redis does not accept writes: it is away, read-only or full.",
        retryAfterSeconds: 2,
      });
  });
  router.get("/metrics", async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}

async function isReady(ready: () => Promise<boolean>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), READY_LIMIT_MS);
  try {
    return await Promise.race([ready(), late.promise]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
