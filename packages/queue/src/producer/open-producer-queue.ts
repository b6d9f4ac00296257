import { findModel as findInCatalog } from "@dashqueue/dashscope";
import type { Redis } from "ioredis";
import { monotonicFactory, ulid } from "ulid";

import type { Confirmation } from "../connection/confirm-writes.ts";
import { MACHINE } from "../clock/machine.ts";
import { openSharedClock } from "../clock/shared-clock.ts";
import { batchIdOf } from "../generation/batch/batch-id.ts";
import { openQueues } from "../jobs/queues.ts";
import { createPausedByLimits } from "../limits/paused-by-limits.ts";
import { readHoldUps, readTenantHoldUps } from "../quote/hold-ups.ts";
import { readIdleStages } from "../quote/idle-stages.ts";
import { readLineState } from "../quote/line-state.ts";
import { readStanding } from "../quote/tenant-standing.ts";
import { createGenerationStore } from "../store/generation-store.ts";
import { createKeys } from "../store/keys.ts";
import type { SubmissionRules } from "../submission/submission.ts";
import { createDeliveries } from "../webhooks/deliveries.ts";
import { createWebhookEndpoints } from "../webhooks/endpoints.ts";
import type { MediaPorts } from "./accept-generation.ts";
import type { ProducerQueue } from "./producer-queue.ts";
import { createProducerQueue } from "./producer-queue.ts";
import { createRandomSource } from "./random-source.ts";

/** The workers are the same for all generations that callers read meanwhile. */
const IDLE_STAGES_MS = 1_000;

/** Reads a value once for all who ask within this time. A failure is not remembered. */
function rememberFor<Value>(
  forMs: number,
  now: () => number,
  read: () => Promise<Value>,
): () => Promise<Value> {
  let known: { readonly at: number; readonly value: Promise<Value> } | null = null;
  return () => {
    if (known !== null && now() - known.at < forMs) return known.value;
    const value = read();
    known = { at: now(), value };
    value.catch(() => (known = null));
    return value;
  };
}

/**
 * Opens the producing side of the queue on a connection, with Redis' clock and new ULIDs.
 *
 * @param confirm waits until a write is durable; by default, Redis' answer says so
 */
export function openProducerQueue(
  redis: Redis,
  prefix: string,
  rules: SubmissionRules,
  media: MediaPorts = {},
  confirm?: Confirmation["confirm"],
): ProducerQueue {
  const clock = openSharedClock({ redis, machine: MACHINE });
  const { now } = clock;
  const readTime = () => void clock.read().catch(() => {});
  if (redis.status === "ready") readTime();
  redis.on("ready", readTime);
  const next = monotonicFactory(createRandomSource());
  const keys = createKeys(prefix);
  const { findModel = findInCatalog } = rules;
  const queue = createProducerQueue({
    store: createGenerationStore(redis, keys, now, confirm),
    hasSecrets: async (tenant) => (await redis.exists(keys.webhookSecrets(tenant))) === 1,
    deliveries: createDeliveries({ redis, keys, now }),
    endpoints: createWebhookEndpoints(redis, keys),
    quotes: {
      lineFor: (queued) => readLineState({ redis, keys, findModel, now }, queued),
      standingOf: (tenant) => readStanding(redis, keys, tenant),
    },
    isPausedByLimits: createPausedByLimits(redis, keys, findModel),
    holdUps: (model) => readHoldUps(redis, keys, findModel, model),
    tenantHoldUps: (tenant) => readTenantHoldUps(redis, keys, tenant),
    idleStages: rememberFor(IDLE_STAGES_MS, now, () => readIdleStages(redis, keys)),
    queues: openQueues(redis, prefix),
    ...media,
    rules,
    now,
    // By the clock that gives the record its time, because lists find generations by their ids.
    newId: () => `gen_${next(now())}`,
    // Not of the monotonic factory: its next id could be that of a generation in the batch.
    newBatchId: () => batchIdOf(ulid(now())),
  });
  return {
    ...queue,
    async close() {
      clock.close();
      redis.off("ready", readTime);
      await queue.close();
    },
  };
}
