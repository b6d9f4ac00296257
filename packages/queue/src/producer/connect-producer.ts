import { setTimeout } from "node:timers/promises";

import type { Site } from "@dashqueue/dashscope";

import { connectFailingFast } from "../connection/connect.ts";
import type { Durability } from "../connection/durability.ts";
import { watchRedis } from "../connection/watch-redis.ts";
import { DEFAULT_TENANT } from "../generation/tenant-id.ts";
import { createKeys } from "../store/keys.ts";
import type { ModelOptions } from "../submission/offered-models.ts";
import { offeredModels } from "../submission/offered-models.ts";
import type { Uploads } from "../uploads/upload.ts";
import type { Preflight } from "./accept-generation.ts";
import { openProducerQueue } from "./open-producer-queue.ts";
import type { Producer } from "./producer.ts";
import { producerOf } from "./producer.ts";
import { tenantQueue } from "./tenant-queue.ts";

const CONNECT_LIMIT_MS = 5_000;
const DEFAULT_BASE_URL = "https://dashscope.aliyuncs.com/api/v1";

/**
 * Where the queue is, and the operator's settings. Give the same values as to the producer app;
 * each option names its environment variable, and has the same default.
 */
export interface ConnectOptions {
  /** `REDIS_URL` */
  readonly redisUrl: string;
  /** `DASHQUEUE_PREFIX`, the prefix of every key: the same as the workers'. */
  readonly prefix?: string | undefined;
  /**
   * On whose behalf: only this tenant's generations are seen and changed. `default` by default. It
   * must exist, see `POST /v1/admin/tenants`.
   */
  readonly tenant?: string | undefined;
  /** `REDIS_DURABILITY`: `auto` by default. */
  readonly durability?: Durability | undefined;
  /** `DASHSCOPE_HTTP_BASE_URL` */
  readonly baseUrl?: string | undefined;
  /** `DASHSCOPE_REGIONS` */
  readonly regions?: ModelOptions["regions"];
  /** `DASHSCOPE_SITE` */
  readonly site?: Site | undefined;
  /** `DASHSCOPE_ALLOW_UNKNOWN_MODELS` */
  readonly allowUnknownModels?: boolean | undefined;
  /** `DASHSCOPE_MAX_UNKNOWN_MODELS` */
  readonly maxUnknownModels?: number | undefined;
  /** `DASHSCOPE_MODELS` */
  readonly models?: ModelOptions["models"] | undefined;
  /** Whether `WEBHOOK_SECRET` is set. Without it, a `webhook_url` is refused. */
  readonly webhooksSigned?: boolean | undefined;
  /** `WEBHOOK_PRIVATE_HOSTS`: private hosts that webhooks may call. */
  readonly privateWebhookHosts?: readonly string[] | undefined;
  /**
   * The uploaded files: an upload store of `@dashqueue/archive`. Without it, a request that names
   * an upload is refused.
   */
  readonly uploads?: Uploads | undefined;
  /** Checks media files before they are submitted; the app does so with `PREFLIGHT_MEDIA`. */
  readonly preflight?: Preflight | undefined;
  /**
   * Called with each submission that names no `traceparent` itself: returns that of the caller's
   * trace, which the spans of the generation continue.
   */
  readonly traceparent?: (() => string | undefined) | undefined;
}

/**
 * Connects a service to the queue, so that it can enqueue without HTTP. A submission is validated
 * by the same rules as in the producer app.
 *
 * @throws if Redis does not answer within 5 s, or would lose what it acknowledges, and if the
 *   tenant does not exist.
 */
export async function connectProducer(options: ConnectOptions): Promise<Producer> {
  const { prefix = "{dashqueue}", uploads, preflight, tenant = DEFAULT_TENANT } = options;
  const { redisUrl, durability = "auto" } = options;
  const { redis, watch } = await connectChecked(redisUrl, prefix, tenant, durability);
  const queue = openProducerQueue(
    redis,
    prefix,
    rulesOf(options),
    { uploads, preflight },
    watch.confirm,
  );
  return {
    ...producerOf(tenantQueue(queue, tenant), options.traceparent),
    async close() {
      await queue.close();
      watch.close();
      redis.disconnect();
    },
  };
}

async function connectChecked(url: string, prefix: string, tenant: string, durability: Durability) {
  const redis = connectFailingFast(url, prefix);
  // Warnings are for operators: the apps log them.
  const report = { mode: () => {}, warn: () => {}, refuse: () => {} };
  const open = () => connectFailingFast(url, prefix);
  const keys = createKeys(prefix);
  const watch = watchRedis(redis, { durability, open, key: keys.readiness, report });
  const causes: Error[] = [];
  redis.on("error", (error) => causes.push(error));
  try {
    const late = setTimeout(CONNECT_LIMIT_MS, "late", { ref: false });
    if ((await Promise.race([watch.checked, late])) === "late")
      throw new Error("Redis does not answer: check redisUrl, and that Redis is running", {
        cause: causes.at(-1),
      });
    if (tenant !== DEFAULT_TENANT && (await redis.exists(keys.tenant(tenant))) === 0)
      throw new Error(`there is no tenant ${tenant}: create it with POST /v1/admin/tenants`);
    return { redis, watch };
  } catch (error) {
    watch.close();
    redis.disconnect();
    throw error;
  }
}

function rulesOf(options: ConnectOptions) {
  const { baseUrl = DEFAULT_BASE_URL, regions, allowUnknownModels = false, models = {} } = options;
  const { privateWebhookHosts = [], webhooksSigned = false, maxUnknownModels, site } = options;
  return {
    site,
    privateWebhookHosts,
    webhooksSigned,
    maxUnknownModels,
    ...offeredModels({ baseUrl, regions, allowUnknownModels, models }),
  };
}
