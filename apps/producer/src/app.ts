import type { ProducerQueue } from "@dashqueue/queue/internal";
import { healthRouter, notFoundHandler, problemHandler } from "@dashqueue/service";
import express, { type Express } from "express";

import { createAuthentication, requireCaller } from "./auth/authentication.ts";
import { callbacksRouter, type CallbacksPorts } from "./callbacks/callbacks.ts";
import { costsRouter, type CostsPorts } from "./api/costs.ts";
import { eventsRouter, type EventsPorts } from "./events/events.ts";
import { filesRouter, signedFilesRouter, type FilesPorts } from "./files/files.ts";
import { gatewayRouter, type GatewayPorts } from "./gateway/gateway.ts";
import { generationsRouter, type GenerationsPorts } from "./api/generations.ts";
import { createMetrics } from "./metrics.ts";
import { modelsRouter, type OfferedModels } from "./api/models.ts";
import { createSignedLinks } from "./files/signed-links.ts";
import { uploadsRouter, type UploadsPorts } from "./uploads/uploads.ts";

type Made =
  | "queue"
  | "authentication"
  | "answered"
  | "streamsChanged"
  | "callbackTaken"
  | "store"
  | "links";

/** What the API needs from outside. */
export interface ProducerPorts
  extends
    Omit<GenerationsPorts, Made>,
    Omit<EventsPorts, Made>,
    Omit<FilesPorts, Made>,
    Omit<GatewayPorts, Made>,
    Omit<CostsPorts, Made>,
    UploadsPorts,
    Omit<CallbacksPorts, Made>,
    OfferedModels {
  readonly queue: ProducerQueue;
  /** Bearer tokens that are let in; none lets everybody in. */
  readonly tokens: readonly string[];
  /** Whether Redis answers. */
  readonly ready: () => Promise<boolean>;
}

/** The HTTP API. It listens nowhere and opens no connection. */
export function createApp(ports: ProducerPorts): Express {
  const { store } = ports.queue;
  const authentication = createAuthentication(ports.tokens);
  const { registry, measure, answered, streamsChanged, callbackTaken } = createMetrics();
  const app = express().disable("x-powered-by").disable("etag").use(measure);
  // Open without a token: probes and scrapers have none, and there is nothing of a caller in it.
  app.use(healthRouter({ ready: ports.ready, registry }));
  const links = createSignedLinks(ports.tokens);
  app.use("/api/v1", gatewayRouter({ ...ports, authentication, answered, links }));
  app.use(signedFilesRouter({ ...ports, store, links }));
  // The provider has a token of its own.
  app.use(callbacksRouter({ ...ports, callbackTaken }));
  app.use("/v1", requireCaller(authentication));
  app.use(modelsRouter(ports.regions));
  app.use(uploadsRouter(ports));
  app.use(costsRouter({ ...ports, store }));
  app.use(generationsRouter({ ...ports, authentication, answered }));
  app.use(eventsRouter({ ...ports, store, streamsChanged }));
  app.use(filesRouter({ ...ports, store }));
  return app.use(notFoundHandler, problemHandler(ports.logger));
}
