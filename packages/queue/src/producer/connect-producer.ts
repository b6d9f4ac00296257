import type { Redis } from "ioredis";
import { monotonicFactory } from "ulid";

import { connectFailingFast, waitUntilReady } from "../store/connection.ts";
import { createGenerationStore } from "../store/generation-store.ts";
import { createKeys } from "../store/keys.ts";
import type { Enqueued, EnqueueOptions, MediaPorts, ProducerQueue } from "./producer-queue.ts";
import { createProducerQueue } from "./producer-queue.ts";
import { openQueues } from "../jobs/queues.ts";
import type { Submission, SubmissionRules } from "../submission/submission.ts";
import { createUploadStore } from "../uploads/upload-store.ts";

const CONNECT_LIMIT_MS = 5_000;

export interface ConnectOptions {
  readonly redisUrl: string;
  /** Of every key; the same as the workers'. */
  readonly prefix?: string;
  readonly privateWebhookHosts?: readonly string[];
  /** The workers' archive, where uploads are, too; without it a request that names one is refused. */
  readonly archiveFolder?: string;
}

/**
 * Connects a service to the queue, so that it can enqueue generations by itself: what the producer app does over HTTP.
 *
 * @throws when Redis cannot be reached.
 */
export async function connectProducer(
  options: ConnectOptions,
): Promise<
  ProducerQueue & { enqueue(submission: Submission, options?: EnqueueOptions): Promise<Enqueued> }
> {
  const redis = connectFailingFast(options.redisUrl);
  const causes: Error[] = [];
  redis.on("error", (error) => causes.push(error));
  if (!(await waitUntilReady(redis, CONNECT_LIMIT_MS))) {
    redis.disconnect();
    throw new Error("Redis does not answer: check redisUrl, and that Redis runs", {
      cause: causes.at(-1),
    });
  }
  const { prefix = "{dashqueue}", privateWebhookHosts = [], archiveFolder } = options;
  const rules = { privateWebhookHosts, webhooksSigned: true };
  const uploads =
    archiveFolder === undefined ? undefined : createUploadStore(archiveFolder, Date.now);
  const queue = openProducerQueue(redis, prefix, rules, { uploads });
  return {
    ...queue,
    async close() {
      await queue.close();
      redis.disconnect();
    },
  };
}

/** The same on a connection that is there already, with the real clock. */
export function openProducerQueue(
  redis: Redis,
  prefix: string,
  rules: SubmissionRules,
  media: MediaPorts = {},
): ProducerQueue {
  const now = () => Date.now();
  const ulid = monotonicFactory();
  return createProducerQueue({
    store: createGenerationStore(redis, createKeys(prefix), now),
    queues: openQueues(redis, prefix),
    ...media,
    rules,
    now,
    newId: () => `gen_${ulid()}`,
  });
}
