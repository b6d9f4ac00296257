import {
  connectFailingFast,
  connectPatiently,
  createKeys,
  createUploadStore,
  openProducerQueue,
  waitUntilReady,
} from "@dashqueue/queue/internal";
import { listen, parseEnv, runService } from "@dashqueue/service";

import { ulid } from "ulid";

import { createApp } from "./app.ts";
import { createBells } from "./events/bells.ts";
import { ringOnChanges } from "./events/changes.ts";
import { producerEnv } from "./env.ts";
import { modelsOf } from "./api/models.ts";
import { createLookThreads } from "./preflight/media-look-threads.ts";
import { createPreflight } from "./preflight/preflight.ts";

/** Redis may be away at the start, but is usually just being connected to. */
const REDIS_LIMIT_MS = 2_000;

runService(
  "producer",
  () => parseEnv(producerEnv, process.env),
  async ({ env, logger, shutdown }) => {
    const redis = connectFailingFast(env.REDIS_URL);
    const subscriber = connectPatiently(env.REDIS_URL);
    for (const connection of [redis, subscriber]) {
      connection.on("error", ({ message }) => logger.warn({ event: "redis-error" }, message));
      shutdown.add("redis", () => connection.disconnect());
    }

    const bells = createBells();
    ringOnChanges(subscriber, createKeys(env.DASHQUEUE_PREFIX).changesChannel, bells);
    const models = modelsOf(env);
    const preflight = createPreflight({ lookAt: createLookThreads(), logger, ...models });
    const uploads = createUploadStore(env.ARCHIVE_URL, Date.now);
    const rules = {
      privateWebhookHosts: env.WEBHOOK_PRIVATE_HOSTS,
      webhooksSigned: env.WEBHOOK_SECRET !== undefined,
      ...models,
    };
    const queue = openProducerQueue(redis, env.DASHQUEUE_PREFIX, rules, {
      uploads,
      preflight: env.PREFLIGHT_MEDIA ? preflight : undefined,
    });
    shutdown.add("queue", () => queue.close());

    const app = createApp({
      queue,
      bells,
      ...models,
      archiveFolder: env.ARCHIVE_URL,
      uploads,
      uploadLimitBytes: env.UPLOAD_LIMIT_BYTES,
      newUploadId: () => `upl_${ulid()}`,
      callbackToken: env.CALLBACK_TOKEN,
      tokens: env.PRODUCER_TOKENS ?? [],
      publicUrl: env.PRODUCER_PUBLIC_URL,
      dedupeMs: env.GATEWAY_DEDUPE_MS,
      ready: async () => (await redis.ping()) === "PONG",
      logger,
      closing: shutdown.signal,
      now: Date.now,
    });
    await waitUntilReady(redis, REDIS_LIMIT_MS);
    const { url, close } = await listen(app, { host: env.HOST, port: env.PRODUCER_PORT });
    shutdown.add("http", close);
    logger.info({ event: "producer-listening", url }, `producer is up: ${url}/v1/generations`);
  },
);
