import { randomBytes } from "node:crypto";

import type { Archive } from "@dashqueue/archive";
import { createUploadStore, openArchive } from "@dashqueue/archive";
import type { FindModel } from "@dashqueue/dashscope";
import type { Confirmation, Keys } from "@dashqueue/queue/internal";
import {
  acceptsWrites,
  API_KEY_BYTES,
  apiKeyText,
  connectFailingFast,
  connectionProblem,
  connectPatiently,
  createApiKeys,
  createAuditLog,
  createBulkOperations,
  createKeys,
  createLiveLimits,
  createReplicas,
  createQuotas,
  listWorkerReports,
  createTenants,
  createWebhookEndpoints,
  createWebhookSecrets,
  offeredModels,
  openProducerQueue,
  watchRedis,
  WEBHOOK_SECRET_BYTES,
  webhookSecretText,
} from "@dashqueue/queue/internal";
import type { Logger, Shutdown } from "@dashqueue/service";
import {
  createRecurringWarning,
  createRedisReport,
  listen,
  proxySettings,
  runService,
} from "@dashqueue/service";
import type { Redis } from "ioredis";
import { ulid } from "ulid";

import { createApp } from "./app.ts";
import type { BulkRunnerPorts, RunningBulk } from "./bulk/bulk-runner.ts";
import { runBulk } from "./bulk/bulk-runner.ts";
import type { ProducerEnv } from "./env.ts";
import { producerEnv } from "./env.ts";
import { createChangeNotifier } from "./events/change-notifier.ts";
import { notifyOnChanges } from "./events/notify-on-changes.ts";
import { createInspectionThreads } from "./preflight/inspection-threads.ts";
import { createPreflight } from "./preflight/preflight.ts";
import { createStoreFile } from "./uploads/storing.ts";

/** Gives a reachable Redis time to connect; without one, the producer starts and answers 503. */
const REDIS_WAIT_MS = 2_000;

runService(
  "producer",
  producerEnv,
  process.env,
  async ({ env, logger, shutdown, tracing, require }) => {
    const redis = connectFailingFast(env.REDIS_URL, env.DASHQUEUE_PREFIX);
    const subscriber = connectPatiently(env.REDIS_URL, env.DASHQUEUE_PREFIX);
    const warn = createRecurringWarning(logger, Date.now);
    for (const connection of [redis, subscriber]) {
      connection.on("error", (error) => warn({ event: "redis-error" }, connectionProblem(error)));
      shutdown.add("redis", () => connection.disconnect());
    }
    const changes = createChangeNotifier();
    const keys = createKeys(env.DASHQUEUE_PREFIX);
    notifyOnChanges(subscriber, keys.changesChannel, changes);
    const models = offeredModels({
      baseUrl: env.DASHSCOPE_HTTP_BASE_URL,
      regions: env.DASHSCOPE_REGIONS,
      allowUnknownModels: env.DASHSCOPE_ALLOW_UNKNOWN_MODELS,
      models: env.DASHSCOPE_MODELS,
    });
    const archive = await openArchive(env.ARCHIVE_URL);
    const { uploads, ...media } = openMedia(env, archive, logger, models.findModel);
    const rules = {
      privateWebhookHosts: env.WEBHOOK_PRIVATE_HOSTS,
      site: env.DASHSCOPE_SITE,
      webhooksSigned: env.WEBHOOK_SECRET !== undefined,
      maxUnknownModels: env.DASHSCOPE_MAX_UNKNOWN_MODELS,
      ...models,
    };
    const report = createRedisReport(logger);
    const open = () => connectFailingFast(env.REDIS_URL, env.DASHQUEUE_PREFIX);
    const watchOptions = { durability: env.REDIS_DURABILITY, open, key: keys.readiness, report };
    const { checked, confirm, works, close: stopWatch } = watchRedis(redis, watchOptions);
    shutdown.add("redis checks", stopWatch);
    const ports = { uploads, ...media };
    const queue = openProducerQueue(redis, env.DASHQUEUE_PREFIX, rules, ports, confirm);
    shutdown.add("queue", () => queue.close());

    const app = createApp({
      queue,
      changes,
      ready: async () => (await acceptsWrites(redis, keys.readiness)) && (await works()),
      redis: report,
      archive,
      uploads,
      ...models,
      quotas: createQuotas(redis, keys, Date.now).all,
      ...openAdmin(env, redis, keys),
      endpoints: createWebhookEndpoints(redis, keys),
      bulk: startBulk({ redis, keys, confirm, queue, archive, logger, shutdown }),
      ...settingsOf(env),
      newUploadId: () => `upl_${ulid()}`,
      newRequestId: () => crypto.randomUUID(),
      now: Date.now,
      logger,
      tracing,
      closing: shutdown.signal,
    });
    await require(checked, REDIS_WAIT_MS);
    const { url, close } = await listen(app, env, "PRODUCER_PORT");
    shutdown.add("http", close);
    logger.info({ event: "producer-listening", url }, `producer listening at ${url}/v1`);
  },
);

/** What the admin API changes. */
function openAdmin(env: ProducerEnv, redis: Redis, keys: Keys) {
  return {
    audit: createAuditLog(redis, keys),
    tenants: createTenants(redis, keys),
    apiKeys: createApiKeys(redis, keys),
    newApiKey: () => apiKeyText(randomBytes(API_KEY_BYTES)),
    webhookSecrets: createWebhookSecrets(redis, keys, env.WEBHOOK_SECRETS_KEY, randomBytes),
    liveLimits: createLiveLimits(redis, keys),
    workerReports: () => listWorkerReports(redis, keys),
    replicas: createReplicas(redis, keys),
    newWebhookSecret: () => webhookSecretText(randomBytes(WEBHOOK_SECRET_BYTES)),
  };
}

interface StartBulkPorts extends Pick<BulkRunnerPorts, "queue" | "archive" | "logger"> {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly confirm: Confirmation["confirm"];
  readonly shutdown: Shutdown;
}

/** Runs bulk operations until the process shuts down. */
function startBulk({ redis, keys, confirm, shutdown, ...ports }: StartBulkPorts): RunningBulk {
  const operations = createBulkOperations({ redis, keys, confirm });
  const holder = crypto.randomUUID();
  const bulk = runBulk({
    ...ports,
    operations,
    holder,
    isConnected: () => redis.status === "ready",
    closing: shutdown.signal,
  });
  shutdown.add("bulk operations", () => bulk.ended);
  return bulk;
}

/** The operator's settings of the HTTP API. */
function settingsOf(env: ProducerEnv) {
  return {
    tokens: env.PRODUCER_TOKENS ?? [],
    adminTokens: env.ADMIN_TOKENS ?? [],
    callbackToken: env.CALLBACK_TOKEN,
    linkSecrets: env.FILE_LINK_SECRET,
    linkExpiresSeconds: env.FILE_LINK_EXPIRES_SECONDS,
    redirectsToArchive: env.ARCHIVE_SERVE === "redirect",
    trustedProxies: env.TRUSTED_PROXIES,
    uploadLimitBytes: env.UPLOAD_LIMIT_BYTES,
    bodyLimitBytes: env.BODY_LIMIT_BYTES,
    dedupeMs: env.GATEWAY_DEDUPE_MS,
    syncTimeoutMs: env.GATEWAY_SYNC_TIMEOUT_MS,
    gatewayIsStrict: env.GATEWAY_STRICT,
    publicUrl: env.PRODUCER_PUBLIC_URL,
  };
}

/** The uploads, and what is done with the files of a request before it is stored. */
function openMedia(env: ProducerEnv, archive: Archive, logger: Logger, findModel: FindModel) {
  const uploads = createUploadStore({ archive, now: Date.now, newId: () => crypto.randomUUID() });
  const inspect = createInspectionThreads({
    now: Date.now,
    archive: env.ARCHIVE_URL,
    proxy: proxySettings(env),
  });
  const preflight = createPreflight({ inspect, logger, uploads, findModel });
  const uploadLimitBytes = env.UPLOAD_LIMIT_BYTES;
  return {
    uploads,
    storeFile: createStoreFile({ uploads, uploadLimitBytes, logger }),
    preflight: env.PREFLIGHT_MEDIA ? preflight : undefined,
  };
}
