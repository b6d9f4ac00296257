import type { JobData } from "@dashqueue/queue/internal";
import type { Processor } from "bullmq";
import { Worker } from "bullmq";
import type { Redis } from "ioredis";

import { wasObserved } from "./job-control.ts";

/**
 * The job of a dead worker returns to its queue within 5 s: after its lock expires, at the next
 * check for stalled jobs. A lock is renewed every second, so an event loop may block for 3 s
 * without losing it. After a longer block another worker runs the job too, and the record refuses
 * the second run (G10). BullMQ's defaults are 30 s, 15 s and 30 s.
 */
const LOCK_MS = 4_000;
const RENEW_MS = 1_000;
const STALLED_CHECK_MS = 1_000;

/**
 * BullMQ fails a job that stalled more often than this in its lifetime. A poll job survives many
 * deployments.
 */
const MAX_STALLED_COUNT = 10_000;

/**
 * The ended jobs of each minute of a day, for the board. BullMQ counts them in the script that ends
 * a job, so this costs no call.
 */
const METRICS = { maxDataPoints: 1_440 };

export interface StageWorkerOptions {
  readonly connection: Redis;
  readonly prefix: string;
  readonly queue: string;
  readonly processor: Processor<JobData>;
  readonly concurrency: number;
  /** The minimum time between two jobs of this queue, over all replicas. */
  readonly intervalMs?: number;
  onError(error: Error): void;
  /** Called for each run that failed without an outcome. A deleted job has no generation. */
  onFailed?(generationId: string | undefined, error: Error): void;
}

/** Starts a BullMQ worker on one queue. */
export function startStageWorker(options: StageWorkerOptions): Worker<JobData> {
  const worker = new Worker<JobData>(options.queue, options.processor, {
    connection: options.connection,
    prefix: options.prefix,
    concurrency: options.concurrency,
    lockDuration: LOCK_MS,
    lockRenewTime: RENEW_MS,
    stalledInterval: STALLED_CHECK_MS,
    maxStalledCount: MAX_STALLED_COUNT,
    metrics: METRICS,
    // Seconds until an idle worker notices jobs that a closing worker returned.
    drainDelay: 1,
    ...(options.intervalMs === undefined ? {} : { limiter: limiterOf(options.intervalMs) }),
  });
  worker.on("error", options.onError);
  worker.on("failed", (job, error) => {
    if (!wasObserved(error)) options.onFailed?.(job?.data.generationId, error);
  });
  return worker;
}

export function limiterOf(intervalMs: number): { readonly max: number; readonly duration: number } {
  return { max: 1, duration: intervalMs };
}
