import type { IncomingMessage } from "node:http";

import type { Archive, UploadStore } from "@dashqueue/archive";
import type { FindModel, Region } from "@dashqueue/dashscope";
import type {
  AccountQuotas,
  ApiKeys,
  AuditLog,
  ProducerQueue,
  Tenants,
} from "@dashqueue/queue/internal";
import { withArchived } from "@dashqueue/queue/internal";
import type { Logger, RedisReport, Tracing } from "@dashqueue/service";
import {
  createLoginLimit,
  healthRouter,
  notFoundHandler,
  problemHandler,
} from "@dashqueue/service";
import type { Express } from "express";
import express from "express";

import type { OpenAdmin } from "./admin/admin-router.ts";
import { adminRouter } from "./admin/admin-router.ts";
import { actionsRouter } from "./api/actions-router.ts";
import { cancelGeneration } from "./api/cancel-generation.ts";
import { generationsRouter } from "./api/generations-router.ts";
import { operatorsListRouter } from "./api/list-router.ts";
import { modelsRouter } from "./api/models-router.ts";
import { submissionsRouter } from "./api/submissions-router.ts";
import { callerOf } from "./auth/caller.ts";
import { createApiKeyCallers } from "./auth/api-key-callers.ts";
import { createAuthentication, requireCaller } from "./auth/authentication.ts";
import type { TimePadding } from "./auth/time-padding.ts";
import { refuseForeignPages } from "./auth/foreign-pages.ts";
import { createSignedLinks } from "./auth/signed-links.ts";
import { createUploadPolicies } from "./auth/upload-policies.ts";
import { batchesRouter } from "./batches/batches-router.ts";
import type { BulkPorts } from "./bulk/bulk-router.ts";
import { bulkRouter } from "./bulk/bulk-router.ts";
import { createSelectOne } from "./bulk/select-one.ts";
import { callbacksRouter } from "./callbacks/callbacks-router.ts";
import { costsRouter, operatorsCostsRouter } from "./costs/costs-router.ts";
import { allowedMethods } from "./docs/allowed-methods.ts";
import { docsRouter } from "./docs/docs-router.ts";
import type { ChangeNotifier } from "./events/change-notifier.ts";
import { eventsRouter } from "./events/events-router.ts";
import { filesRouter, signedFilesRouter } from "./files/files-router.ts";
import { storageLink } from "./files/storage-link.ts";
import { gatewayRouter } from "./gateway/gateway-router.ts";
import { refuseCompatibleMode } from "./gateway/synchronous/other-services.ts";
import { tidyGatewayPath } from "./gateway/tidy-path.ts";
import { createLargeBodies } from "./http/large-bodies.ts";
import { createMetrics } from "./metrics.ts";
import { createQueueOf } from "./queue-of-request.ts";
import { uploadsRouter } from "./uploads/uploads-router.ts";
import type { WebhooksPorts } from "./webhooks/webhooks-router.ts";
import { webhooksRouter } from "./webhooks/webhooks-router.ts";

/** What the HTTP API connects to, and what an operator configures. */
export interface AppPorts extends TimePadding, OpenAdmin {
  readonly queue: ProducerQueue;
  readonly changes: Pick<ChangeNotifier, "watch">;
  /** Whether Redis accepts writes. */
  readonly ready: () => Promise<boolean>;
  /** What the checks of Redis found. */
  readonly redis?: RedisReport | undefined;
  readonly uploads: Pick<UploadStore, "add" | "use">;
  readonly archive: Archive;
  /** Whether files are served by redirects to the archive, where it has links; false by default. */
  readonly redirectsToArchive?: boolean | undefined;
  readonly regions: readonly Region[];
  /** The limits that the provider reported to the workers. */
  readonly quotas: () => Promise<readonly AccountQuotas[]>;
  readonly findModel: FindModel;
  /** Bearer tokens of the default tenant. */
  readonly tokens: readonly string[];
  /** Bearer tokens of the operators. Without these and `tokens`, the API is open to everyone. */
  readonly adminTokens: readonly string[];
  readonly tenants: Tenants;
  readonly apiKeys: ApiKeys;
  readonly audit: Pick<AuditLog, "record">;
  readonly newApiKey: () => string;
  readonly endpoints: WebhooksPorts["endpoints"];
  readonly bulk: Pick<BulkPorts, "operations" | "wake">;
  /** The token of EventBridge. Without one, callbacks are off. */
  readonly callbackToken?: string | undefined;
  /**
   * Secrets that sign links to files and uploads, before `adminTokens`; the first of all signs.
   * Without any, the first of `tokens` signs for the default tenant.
   */
  readonly linkSecrets?: readonly string[] | undefined;
  /** How long a link to a file is valid; by default forever. */
  readonly linkExpiresSeconds?: number | undefined;
  /** Reverse proxies whose `X-Forwarded-*` headers count. */
  readonly trustedProxies?: readonly string[] | undefined;
  readonly uploadLimitBytes: number;
  /** Of one request body. */
  readonly bodyLimitBytes: number;
  /** How long a large body waits for others. */
  readonly bodyWaitMs?: number | undefined;
  readonly dedupeMs: number;
  readonly syncTimeoutMs: number;
  readonly gatewayIsStrict: boolean;
  readonly publicUrl?: string | undefined;
  readonly cancelWaitMs?: number | undefined;
  readonly resolveWaitMs?: number | undefined;
  readonly heartbeatMs?: number | undefined;
  readonly newUploadId: () => string;
  readonly newRequestId: () => string;
  readonly logger: Logger;
  readonly tracing: Tracing;
  /** Aborts when the process shuts down. */
  readonly closing: AbortSignal;
}

/** Assembles the HTTP API. It does not listen and opens no connection. */
export function createApp(ports: AppPorts): Express {
  const { queue, changes, closing, logger, now, findModel, archive, resolveWaitMs } = ports;
  const queueOf = createQueueOf(ports);
  const { isOpen, authentication, operators, logins, links, policies } = accessTo(ports);
  const { registry, measure, countSubmission, countCallback, openStreams, heldCalls } =
    createMetrics();
  const cancel = async (request: IncomingMessage, id: string) => {
    const own = queueOf(request);
    const canceling = { queue: own, changes, closing, waitMs: ports.cancelWaitMs };
    // Redis may have forgotten one that has ended.
    return (await cancelGeneration(canceling, id, callerOf(request).name)) ?? own.get(id);
  };
  const files = filesPortsOf(ports);
  const largeBodies = createLargeBodies(ports.bodyLimitBytes, logger, ports.bodyWaitMs);
  const held = { changes, closing, heldCalls, syncTimeoutMs: ports.syncTimeoutMs };
  const submissions = { queueOf, logger, countSubmission, largeBodies, ...held };
  const { uploads, uploadLimitBytes, newUploadId } = ports;
  const receiving = { uploads, uploadLimitBytes, logger, closing };

  const app = express().disable("x-powered-by").disable("etag").use(measure);
  app.set("trust proxy", ports.trustedProxies ?? []);
  // Open without a token, because probes and scrapers have none. Neither reveals a caller (G7).
  app.use(healthRouter({ ready: ports.ready, redis: ports.redis, registry }));
  // EventBridge has a token of its own, and calls by any public name.
  app.use(callbacksRouter({ queue, callbackToken: ports.callbackToken, logins, countCallback }));

  const { dedupeMs, gatewayIsStrict: isStrict, publicUrl, newRequestId } = ports;
  const allowsPages = !isOpen;
  const shared = { ...submissions, ...receiving, authentication, logins, cancel, findModel, links };
  const settings = { policies, publicUrl, dedupeMs, isStrict, allowsPages, newRequestId, now };
  const gateway = gatewayRouter({ ...shared, ...settings });
  app.use(tidyGatewayPath);
  const refusing = refuseForeignPages({ isOpen, publicUrl, logger });
  // With tokens, pages of other sites may use DashScope's own API.
  if (!allowsPages) app.use(...refusing);
  app.use("/api/v1", gateway);
  if (allowsPages) app.use(...refusing);
  app.use("/compatible-mode", refuseCompatibleMode);
  const { get } = withArchived(queue.store, archive, queue.store);
  app.use(signedFilesRouter({ ...files, get, links }), docsRouter());
  app.use(adminRouter({ ...ports, costs: queue.store.costs, logins, allowedMethods }));
  const whole = { find: queue.store.find, views: queue.views };
  const check = { authentication, operators, logins };
  app.use(operatorsListRouter(check, whole), operatorsCostsRouter(check, queue.store, now));
  app.use("/v1", requireCaller({ authentication, logins }));
  app.use(allowedMethods);
  app.use(modelsRouter({ ...ports, now }), uploadsRouter({ ...receiving, newUploadId }));
  app.use(costsRouter(queueOf, now), submissionsRouter(submissions), batchesRouter(submissions));
  app.use(generationsRouter(queueOf, logger), webhooksRouter({ ...ports, queueOf }));
  const { bulk } = ports;
  const newBulk = { selectOne: createSelectOne(), now: queue.now, newId: newRequestId };
  app.use(bulkRouter({ ...bulk, ...newBulk, queueOf, logger, padMs: ports.padMs }));
  app.use(actionsRouter({ queueOf, cancel, closing, resolveWaitMs }));
  app.use(eventsRouter({ queueOf, changes, closing, openStreams, heartbeatMs: ports.heartbeatMs }));
  app.use(filesRouter({ ...files, queueOf }));
  return app.use(notFoundHandler, problemHandler(logger));
}

function filesPortsOf({ archive, logger, ...ports }: AppPorts) {
  const { redirectsToArchive = false, linkExpiresSeconds = 0 } = ports;
  const link = redirectsToArchive ? storageLink(archive, linkExpiresSeconds) : undefined;
  return { archive, link, logger };
}

/** Who may call, and the credentials that are handed out. */
function accessTo(ports: AppPorts) {
  const { tokens, adminTokens, logger, now } = ports;
  const { linkSecrets = [], linkExpiresSeconds: expiresSeconds = 0 } = ports;
  const secrets = [...linkSecrets, ...adminTokens];
  const isOpen = tokens.length === 0 && adminTokens.length === 0;
  const findCaller = createApiKeyCallers(ports);
  return {
    isOpen,
    authentication: createAuthentication({ tokens, findCaller, isOpen }),
    operators: createAuthentication({ tokens: adminTokens, isOpen: false }),
    logins: createLoginLimit(logger),
    links: createSignedLinks({ secrets, tokens, expiresSeconds, now }),
    policies: createUploadPolicies({ secrets, tokens, now }),
  };
}
