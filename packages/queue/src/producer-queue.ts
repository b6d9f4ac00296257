import { createHash } from "node:crypto";

import type { Problem } from "@dashqueue/dashscope";
import type { Redis } from "ioredis";
import { monotonicFactory } from "ulid";

import { connectFailingFast, waitUntilReady } from "./connection.ts";
import type { Generation } from "./generation.ts";
import type { Changed, GenerationStore } from "./generation-store.ts";
import { createGenerationStore } from "./generation-store.ts";
import { jobOf } from "./job.ts";
import { createKeys } from "./keys.ts";
import type { Queues } from "./queues.ts";
import { openQueues } from "./queues.ts";
import type { Submission, SubmissionRules } from "./submission.ts";
import { readSubmission } from "./submission.ts";

export type Enqueued =
  /** Durable, and on its way. */
  | { readonly kind: "accepted"; readonly generation: Generation }
  /** The same idempotency key and the same request as before: the generation that it made. */
  | { readonly kind: "repeated"; readonly generation: Generation }
  /** The idempotency key was used for another request. Nothing was stored. */
  | { readonly kind: "conflict"; readonly id: string }
  /** Nothing was stored; every problem is named. */
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

export interface EnqueueOptions {
  /** The same key and request twice make one generation, for as long as that is kept. */
  readonly idempotencyKey?: string | undefined;
}

/** The side of the queue on which generations come in. */
export interface ProducerQueue {
  readonly store: GenerationStore;
  /**
   * Checks a submission, stores the generation and enqueues its first job. Durable when it returns (G9).
   * Rejects when Redis does not answer: then it may or may not be stored, and only an idempotency key makes a repeat safe.
   */
  enqueue(submission: unknown, options?: EnqueueOptions): Promise<Enqueued>;
  /** Cancels what waits, and asks the provider to cancel what it has. The generation's `cancel` says what is true. */
  cancel(id: string): Promise<Generation | null>;
  /**
   * Settles an `uncertain` generation by what a person found out at the provider. `ignored` when it is not uncertain, or
   * the task is another generation's.
   */
  resolve(id: string, found: Resolution, by: string): Promise<Changed>;
  close(): Promise<void>;
}

/** The task that a lost create made, or that it made none. */
export type Resolution = { readonly taskId: string } | { readonly created: false };

export interface ProducerQueuePorts {
  readonly store: GenerationStore;
  readonly queues: Queues;
  readonly rules: SubmissionRules;
  readonly now: () => number;
  readonly newId: () => string;
}

export function createProducerQueue({ store, queues, rules, now, newId }: ProducerQueuePorts): ProducerQueue {
  /** Record first, then its job: a crash in between is mended by the repair pass, or by the caller's repeat. */
  async function ensureJob(generation: Generation): Promise<void> {
    const job = jobOf(generation, { pollMs: 0, createMs: 0, reconcileMs: 0 }, now());
    if (job !== null) await queues.ensure(job);
  }

  return {
    store,
    async enqueue(submission, { idempotencyKey } = {}) {
      const read = readSubmission(submission, rules, { id: newId(), now: now() });
      if (!read.ok) return { kind: "invalid", problems: read.problems };
      const idempotency =
        idempotencyKey === undefined ? null : { key: digest(idempotencyKey), fingerprint: read.fingerprint };
      const accepted = await store.accept(read.generation, idempotency);
      if (accepted.kind === "repeated" && accepted.fingerprint !== read.fingerprint) {
        return { kind: "conflict", id: accepted.id };
      }
      const generation = accepted.kind === "repeated" ? await store.get(accepted.id) : read.generation;
      if (generation === null) throw new Error("an idempotency key outlived its generation");
      if (generation.status === "queued") await ensureJob(generation);
      return { kind: accepted.kind, generation };
    },
    async cancel(id) {
      const changed = await store.change(id, { kind: "cancel-requested" });
      if (changed.kind === "missing") return null;
      // The worker asks the provider: only it knows the key. Its poll job is pulled forward for that.
      if (changed.kind === "changed" || changed.generation.cancel === "requested")
        await ensureJob(changed.generation);
      return changed.generation;
    },
    async resolve(id, found, by) {
      const attempt = (await store.get(id))?.attempts ?? 0;
      const changed = await store.change(
        id,
        "taskId" in found
          ? { kind: "task-adopted", attempt, taskId: found.taskId, requestId: null, by }
          : { kind: "attempt-denied", attempt, by },
      );
      if (changed.kind === "changed") await ensureJob(changed.generation);
      return changed;
    },
    close: () => queues.close(),
  };
}

const CONNECT_LIMIT_MS = 5_000;

export interface ConnectOptions {
  readonly redisUrl: string;
  /** Of every key; the same as the workers'. */
  readonly prefix?: string;
  readonly privateWebhookHosts?: readonly string[];
}

/**
 * Connects a service to the queue, so that it can enqueue generations by itself: what the producer app does over HTTP.
 *
 * @throws when Redis cannot be reached.
 */
export async function connectProducer(
  options: ConnectOptions,
): Promise<ProducerQueue & { enqueue(submission: Submission, options?: EnqueueOptions): Promise<Enqueued> }> {
  const redis = connectFailingFast(options.redisUrl);
  const causes: Error[] = [];
  redis.on("error", (error) => causes.push(error));
  if (!(await waitUntilReady(redis, CONNECT_LIMIT_MS))) {
    redis.disconnect();
    throw new Error("Redis does not answer: check redisUrl, and that Redis runs", { cause: causes.at(-1) });
  }
  const queue = openProducerQueue(redis, options.prefix ?? "{dashqueue}", {
    privateWebhookHosts: options.privateWebhookHosts ?? [],
    webhooksSigned: true,
  });
  return {
    ...queue,
    async close() {
      await queue.close();
      redis.disconnect();
    },
  };
}

/** The same on a connection that is there already, with the real clock. */
export function openProducerQueue(redis: Redis, prefix: string, rules: SubmissionRules): ProducerQueue {
  const now = () => Date.now();
  const ulid = monotonicFactory();
  return createProducerQueue({
    store: createGenerationStore(redis, createKeys(prefix), now),
    queues: openQueues(redis, prefix),
    rules,
    now,
    newId: () => `gen_${ulid()}`,
  });
}

/** Keys of callers are of any length and content. */
function digest(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
