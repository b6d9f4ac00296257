import type { Generation, GenerationStore, JobData, Stage } from "@dashqueue/queue/internal";
import { RESUBMIT_QUEUE, submitQueue } from "@dashqueue/queue/internal";
import type { Processor } from "bullmq";
import { Worker } from "bullmq";
import type { Redis } from "ioredis";

import type { RunStagePorts, StageRun } from "./run-stage.ts";
import { processorOf, wasObserved } from "./run-stage.ts";

/**
 * The job of a dead worker returns to its queue within 8 s: after its lock expires, at the next
 * check for stalled jobs. A lock is renewed every second, so an event loop may block for 6 s
 * without losing it. After a longer block another worker runs the job too, and the record refuses
 * the second run (G10). BullMQ's defaults are 30 s, 15 s and 30 s.
 */
const LOCK_MS = 7_000;
const RENEW_MS = 1_000;
const STALLED_CHECK_MS = 1_000;

/**
 * BullMQ fails a job that stalled more often than this in its lifetime. A poll job survives many
 * deployments.
 */
const MAX_STALLED_COUNT = 10_000;

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
    // Seconds until an idle worker notices jobs that a closing worker returned.
    drainDelay: 1,
    ...(options.intervalMs === undefined
      ? {}
      : { limiter: { max: 1, duration: options.intervalMs } }),
  });
  worker.on("error", options.onError);
  worker.on("failed", (job, error) => {
    if (!wasObserved(error)) options.onFailed?.(job?.data.generationId, error);
  });
  return worker;
}

/** The implementation of each stage. */
export type Stages = { readonly [S in Stage]: StageRun<Generation> };

export interface StageWorkersOptions extends RunStagePorts {
  readonly connection: Redis;
  readonly prefix: string;
  /** The stages of this process. */
  readonly enabled: readonly Stage[];
  readonly stages: Stages;
  readonly store: Pick<GenerationStore, "get" | "models">;
  readonly concurrency: number;
  /** The minimum time between two jobs of a model's submit queue. */
  submitIntervalMs(model: string): number;
  onError(queue: string, error: Error): void;
  onFailed(stage: Stage, generationId: string | undefined, error: Error): void;
}

export interface StageWorkers {
  /** Starts a submit worker for every model that has had a generation and has no worker yet. */
  openModels(): Promise<void>;
  /** Takes no submit job for this long. */
  restSubmit(restMs: number): void;
  /** Resolves when every running job has ended or was handed back. Abort `closing` first. */
  close(): Promise<void>;
}

/** Starts one BullMQ worker per stage of this process, and one per model for submit. */
export function startStageWorkers(options: StageWorkersOptions): StageWorkers {
  const open = new Map<string, Worker<JobData>>();
  const submitting = new Set<Worker<JobData>>();
  let rest: NodeJS.Timeout | undefined;

  function start(
    stage: Stage,
    queue: string,
    limits: Pick<StageWorkerOptions, "concurrency" | "intervalMs">,
  ): void {
    if (open.has(queue)) return;
    const { connection, prefix, stages } = options;
    const processor = processorOf(stages[stage], options);
    const worker = startStageWorker({
      connection,
      prefix,
      queue,
      processor,
      onError: (error) => options.onError(queue, error),
      onFailed: (id, error) => options.onFailed(stage, id, error),
      ...limits,
    });
    open.set(queue, worker);
    if (stage !== "submit") return;
    submitting.add(worker);
    if (rest !== undefined) void worker.pause(true);
  }

  for (const stage of options.enabled)
    start(stage, stage === "submit" ? RESUBMIT_QUEUE : stage, { concurrency: options.concurrency });

  return {
    async openModels() {
      if (!options.enabled.includes("submit")) return;
      for (const model of await options.store.models()) {
        if (options.closing.aborted) return;
        // One job at a time: the head of the queue waits at the door, and the others keep their
        // order.
        const limits = { concurrency: 1, intervalMs: options.submitIntervalMs(model) };
        start("submit", submitQueue(model), limits);
      }
    },
    restSubmit(restMs) {
      clearTimeout(rest);
      // Without waiting for the jobs at the doors: they leave on their own.
      for (const worker of submitting) void worker.pause(true);
      rest = setTimeout(() => {
        rest = undefined;
        for (const worker of submitting) void worker.resume();
      }, restMs);
    },
    async close() {
      clearTimeout(rest);
      await Promise.all([...open.values()].map((worker) => worker.close()));
    },
  };
}
