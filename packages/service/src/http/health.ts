import { Router } from "express";
import type { Registry } from "prom-client";

import { sendProblem } from "./problem.ts";

const READY_LIMIT_MS = 2_000;

/** What a process needs to say about its health. */
export interface HealthOptions {
  /** Whether what it depends on answers. A rejection, or no answer within 2 s, is a no. */
  readonly ready: () => Promise<boolean>;
  /** What else to say of a process that is ready. */
  readonly details?: () => Promise<Readonly<Record<string, unknown>>>;
  readonly registry: Registry;
}

/** `/healthz`: the process runs. `/readyz`: it can do its work, or 503. `/metrics`: Prometheus text. */
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
        detail: "Redis does not answer.",
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
