import type { JobData } from "@dashqueue/queue/internal";
import type { Processor } from "bullmq";
import { Worker } from "bullmq";
import type { Redis } from "ioredis";

/**
 * A dead worker's job goes back when its lock has run out and the next check for stalled jobs comes: after 8 s at the longest.
 * A lock is renewed every second, so an event loop may be busy for 6 s without losing one; if it is for longer, another
 * worker takes the job too, and the record refuses the second (G10). BullMQ's own figures are 30 s, 15 s and 30 s.
 */
const LOCK_MS = 7_000;
const RENEW_MS = 1_000;
const STALLED_CHECK_MS = 1_000;

/** BullMQ counts a job's stalls over its whole life, and fails it above this: a poll job lives through many deploys. */
const MAX_STALLED_COUNT = 10_000;

export interface StageWorkerOptions {
  readonly connection: Redis;
  readonly prefix: string;
  readonly queue: string;
  readonly processor: Processor<JobData>;
  readonly concurrency: number;
  /** The least time between two jobs of this queue, over all replicas. */
  readonly intervalMs?: number;
  onError(error: Error): void;
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
    // An idle worker notices within this what another one that closed has left.
    drainDelay: 1,
    ...(options.intervalMs === undefined
      ? {}
      : { limiter: { max: 1, duration: options.intervalMs } }),
  });
  worker.on("error", options.onError);
  return worker;
}
