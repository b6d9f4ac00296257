import type { Generation, GenerationStore, JobData, Stage } from "@dashqueue/queue/internal";
import { RESUBMIT_QUEUE, submitQueue } from "@dashqueue/queue/internal";
import type { Processor } from "bullmq";
import { Worker } from "bullmq";
import type { Redis } from "ioredis";

import { wasObserved } from "./job-control.ts";
import { createRests } from "./rests.ts";
import type { RunStagePorts, StageRun } from "./run-stage.ts";
import { processorOf } from "./run-stage.ts";
import type { ServeNext } from "./run-ticket.ts";
import { ticketProcessorOf } from "./run-ticket.ts";

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

function limiterOf(intervalMs: number): { readonly max: number; readonly duration: number } {
  return { max: 1, duration: intervalMs };
}

/** The implementation of each stage. */
export type Stages = { readonly [S in Stage]: StageRun<Generation> };

export interface StageWorkersOptions extends RunStagePorts {
  readonly connection: Redis;
  readonly prefix: string;
  /** The stages of this process. */
  readonly enabled: readonly Stage[];
  readonly stages: Stages;
  /** Serves a ticket of a model's submit queue. */
  readonly serveNext: ServeNext;
  readonly store: RunStagePorts["store"] & Pick<GenerationStore, "models">;
  readonly concurrency: number;
  /** The minimum time between two jobs of a model's submit queue. */
  submitIntervalMs(model: string): number;
  onError(queue: string, error: Error): void;
  onFailed(stage: Stage, generationId: string | undefined, error: Error): void;
}

export interface StageWorkers {
  /**
   * Starts a submit worker for every new model, stops those of models that were forgotten, and
   * applies changed limits to the others.
   */
  followModels(): Promise<void>;
  /** Takes no jobs of these stages during this time. */
  rest(stages: readonly Stage[], restMs: number): void;
  /** Resolves when every running job has ended or was handed back. Abort `closing` first. */
  close(): Promise<void>;
}

/** Starts one BullMQ worker per stage of this process, and one per model for submit. */
export function startStageWorkers(options: StageWorkersOptions): StageWorkers {
  const { enabled, store, closing, concurrency } = options;
  const stageWorkers = enabled.map((stage) => {
    const queue = stage === "submit" ? RESUBMIT_QUEUE : stage;
    const processor = processorOf(options.stages[stage], options);
    return startWorkerOf(stage, queue, { concurrency }, processor, options);
  });
  const modelWorkers = new Map<string, Worker<JobData>>();
  const stopping = new Set<Promise<void>>();
  const rests = createRests((stage) =>
    stage === "submit"
      ? [...stageWorkers.filter(({ name }) => name === RESUBMIT_QUEUE), ...modelWorkers.values()]
      : stageWorkers.filter(({ name }) => name === stage),
  );

  function start(model: string): void {
    // One ticket at a time waits at the door.
    const limits = { concurrency: 1, intervalMs: options.submitIntervalMs(model) };
    const processor = ticketProcessorOf(options.serveNext, options);
    const worker = startWorkerOf("submit", submitQueue(model), limits, processor, options);
    modelWorkers.set(model, worker);
    if (rests.includes("submit")) void worker.pause(true);
  }
  /** If a job still runs, it ends first. */
  function stop(model: string, worker: Worker<JobData>): void {
    modelWorkers.delete(model);
    const stopped = worker
      .close()
      .catch((error: unknown) => options.onError(worker.name, error as Error))
      .finally(() => stopping.delete(stopped));
    stopping.add(stopped);
  }

  return {
    async followModels() {
      if (!enabled.includes("submit")) return;
      const models = new Set(await store.models());
      if (closing.aborted) return;
      for (const [model, worker] of modelWorkers)
        if (!models.has(model)) stop(model, worker);
        // Limits may have changed.
        else worker.opts.limiter = limiterOf(options.submitIntervalMs(model));
      for (const model of models) if (!modelWorkers.has(model)) start(model);
    },
    rest(stages, restMs) {
      for (const stage of stages) rests.begin(stage, restMs);
    },
    async close() {
      rests.clear();
      const workers = [...stageWorkers, ...modelWorkers.values()];
      await Promise.all([...workers.map((worker) => worker.close()), ...stopping]);
    },
  };
}

function startWorkerOf(
  stage: Stage,
  queue: string,
  limits: Pick<StageWorkerOptions, "concurrency" | "intervalMs">,
  processor: Processor<JobData>,
  options: StageWorkersOptions,
): Worker<JobData> {
  const { connection, prefix } = options;
  return startStageWorker({
    connection,
    prefix,
    queue,
    processor,
    onError: (error) => options.onError(queue, error),
    onFailed: (id, error) => options.onFailed(stage, id, error),
    ...limits,
  });
}
