import { randomBytes } from "node:crypto";

import { findModel } from "@dashqueue/dashscope";
import type { Job, Keys, PausedBy, Status } from "@dashqueue/queue/internal";
import {
  API_KEY_BYTES,
  apiKeyText,
  createAccountGate,
  createApiKeys,
  createAuditLog,
  createCollectionGate,
  createDeliveries,
  createEndedAlarms,
  createGenerationStore,
  createLiveLimits,
  createNextTries,
  createPausedByLimits,
  createReplicas,
  createTaskDurations,
  createTenants,
  createWebhookEndpoints,
  dayOf,
  listWorkerReports,
  oldestAt,
  openQueues,
  readHoldUps,
  readIdleStages,
  readLanes,
  readMemory,
  redeliver,
  submitQueue,
} from "@dashqueue/queue/internal";
import type { Redis } from "ioredis";

import { atRiskOf } from "./overview/at-risk.ts";
import { heldBackBy } from "./overview/held-models.ts";

/** All lines that a job keeps. */
const KEPT_LINES = 100;
/** How many of the generations that wait for a model are asked why. */
const MOST_READ = 20;
/** More lost create requests than this are only counted. */
const MOST_LOST = 100;

/** In these, the pause of a queue is looked for. */
const LAST_WRITES = 500;

interface Filter {
  readonly status: Status;
  readonly model?: string;
}

/** What the pages read in Redis, and change there. */
export function createAdapters(redis: Redis, keys: Keys, now: () => number) {
  const queues = openQueues(redis, keys.prefix);
  const store = createGenerationStore(redis, keys, now);
  const deliveries = createDeliveries({ redis, keys, now });
  const isPausedByLimits = createPausedByLimits(redis, keys, findModel);
  const audit = createAuditLog(redis, keys);
  const readOldest = async (filter: Filter) => {
    const ids = await redis.zrange(keys.index(filter), "0", String(MOST_READ - 1));
    // A newer version may have written a record that this one cannot read.
    return Promise.all(ids.map((id) => store.get(id).catch(() => null)));
  };
  return {
    store,
    attempts: deliveries.attempts,
    redeliver: (id: string, n: number) => redeliver({ store, queues, deliveries }, id, n),
    lanesOf: (model: string) => readLanes({ redis, keys, findModel, now }, model),
    readMemory: () => readMemory(redis),
    durationsOf: createTaskDurations(redis, keys).of,
    gate: createAccountGate(redis, keys),
    collectionGate: createCollectionGate(redis, keys),
    liveLimits: createLiveLimits(redis, keys),
    tries: createNextTries(redis, keys, findModel),
    workerReports: () => listWorkerReports(redis, keys),
    replicas: createReplicas(redis, keys),
    idleStages: () => readIdleStages(redis, keys),
    async pausedBy(model: string): Promise<PausedBy | null> {
      if (await queues.isPaused(submitQueue(model))) return "queue";
      return (await isPausedByLimits(model)) ? "limit" : null;
    },
    holdUps: (model: string) => readHoldUps(redis, keys, findModel, model),
    async restartedAt() {
      const since = await redis.hget(keys.server, "since");
      return since === null ? null : Number(since);
    },
    oldestAt: (model: string) => oldestAt(redis, keys, { status: "queued", model }),
    heldBackBy: async (model: string) => heldBackBy(await readOldest({ status: "queued", model })),
    queues,
    lastWrites: () => audit.list(0, LAST_WRITES),
    oldestIn: (status: Status) => readOldest({ status }),
    async atRisk() {
      const ids = await redis.zrange(keys.index({ status: "uncertain" }), "0", String(MOST_LOST));
      if (ids.length > MOST_LOST) return null;
      const lost = await Promise.all(ids.map((id) => store.get(id).catch(() => null)));
      return atRiskOf(lost, dayOf(now()));
    },
    endedAlarms: createEndedAlarms(redis, keys),
    failingEndpoints: createWebhookEndpoints(redis, keys).list,
    findModel,
    now,
    tenants: createTenants(redis, keys),
    apiKeys: createApiKeys(redis, keys),
    inFlight: (tenant: string) => redis.scard(keys.tenantSlots(tenant)),
    newApiKey: () => apiKeyText(randomBytes(API_KEY_BYTES)),
    audit,
    logOf: (job: Pick<Job, "queue" | "id">) => queues.lastLines(job, KEPT_LINES),
    newFormKey: () => randomBytes(16).toString("base64url"),
    close: queues.close,
  };
}
