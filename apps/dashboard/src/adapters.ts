import { randomBytes } from "node:crypto";

import { findModel } from "@dashqueue/dashscope";
import type { Failure, GenerationStore, Job, Keys, PausedBy } from "@dashqueue/queue/internal";
import {
  API_KEY_BYTES,
  apiKeyText,
  createAccountGate,
  createApiKeys,
  createAuditLog,
  createCollectionGate,
  createDeliveries,
  createGenerationStore,
  createLiveLimits,
  createPausedByLimits,
  createTenants,
  createWebhookEndpoints,
  FAILURE_POLICY,
  listWorkerReports,
  oldestAt,
  oldestIds,
  openQueues,
  readLanes,
  redeliver,
  submitQueue,
} from "@dashqueue/queue/internal";
import type { Redis } from "ioredis";

const SHOWN_LOOKS = 10;
/** How many of the generations that wait for a model are asked why. */
const MOST_READ = 20;

/** What the pages read in Redis, and change there. */
export function createAdapters(redis: Redis, keys: Keys, now: () => number) {
  const queues = openQueues(redis, keys.prefix);
  const store = createGenerationStore(redis, keys, now);
  const deliveries = createDeliveries({ redis, keys, now });
  const isPausedByLimits = createPausedByLimits(redis, keys, findModel);
  return {
    store,
    attempts: deliveries.attempts,
    redeliver: (id: string, n: number) => redeliver({ store, queues, deliveries }, id, n),
    lanesOf: (model: string) => readLanes({ redis, keys, findModel, now }, model),
    gate: createAccountGate(redis, keys),
    collectionGate: createCollectionGate(redis, keys),
    liveLimits: createLiveLimits(redis, keys),
    workerReports: () => listWorkerReports(redis, keys),
    async pausedBy(model: string): Promise<PausedBy | null> {
      if (await queues.isPaused(submitQueue(model))) return "queue";
      return (await isPausedByLimits(model)) ? "limit" : null;
    },
    oldestAt: (model: string) => oldestAt(redis, keys, { status: "queued", model }),
    async heldBackBy(model: string) {
      return heldBackBy(
        await oldestIds(redis, keys, { status: "queued", model }, MOST_READ),
        store,
      );
    },
    failingEndpoints: createWebhookEndpoints(redis, keys).list,
    findModel,
    now,
    tenants: createTenants(redis, keys),
    apiKeys: createApiKeys(redis, keys),
    inFlight: (tenant: string) => redis.scard(keys.tenantSlots(tenant)),
    newApiKey: () => apiKeyText(randomBytes(API_KEY_BYTES)),
    audit: createAuditLog(redis, keys),
    logOf: (job: Pick<Job, "queue" | "id">) => queues.lastLines(job, SHOWN_LOOKS),
    newFormKey: () => randomBytes(16).toString("base64url"),
    close: queues.close,
  };
}

/**
 * Why some of these generations wait that were refused or held back; null if all wait for a slot.
 * Only the one that was tried last knows that its model is refused; the others wait for a slot.
 */
async function heldBackBy(
  ids: readonly string[],
  store: Pick<GenerationStore, "get">,
): Promise<Failure | null> {
  // A newer version may have written a record that this one cannot read.
  const read = await Promise.all(ids.map((id) => store.get(id).catch(() => null)));
  const failures = read.flatMap((one) =>
    one?.status === "queued" && one.delayed !== null ? [one.delayed] : [],
  );
  return failures.find(({ kind }) => !FAILURE_POLICY[kind].retry) ?? failures[0] ?? null;
}
