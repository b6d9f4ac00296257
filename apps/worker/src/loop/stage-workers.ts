import type { Generation, GenerationStore, JobData, Stage } from "@dashqueue/queue/internal";
import { RESUBMIT_QUEUE, submitQueue } from "@dashqueue/queue/internal";
import type { Processor, Worker } from "bullmq";
import type { Redis } from "ioredis";

import type { Rests } from "./rests.ts";
import { createRests } from "./rests.ts";
import { createRunningJobs } from "./running-jobs.ts";
import type { StageWorkerOptions } from "./stage-worker.ts";
import { limiterOf, startStageWorker } from "./stage-worker.ts";
import type { StopWaiting } from "./stop-waiting.ts";
import { createStopWaiting } from "./stop-waiting.ts";
import type { RunStagePorts, StageRun } from "./run-stage.ts";
import { processorOf } from "./run-stage.ts";
import type { ServeNext } from "./run-ticket.ts";
import { ticketProcessorOf } from "./run-ticket.ts";

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
  /**
   * Takes no job until `release`. What waits to be submitted goes back to its queue; every other
   * job that runs ends as usual.
   */
  hold(): void;
  release(): void;
  /** How many jobs run now, by stage. */
  running(): Readonly<Record<string, number>>;
  /** Resolves when every running job has ended or was handed back. Abort `closing` first. */
  close(): Promise<void>;
}

/** Starts one BullMQ worker per stage of this process, and one per model for submit. */
export function startStageWorkers(options: StageWorkersOptions): StageWorkers {
  const { enabled, store, closing, concurrency } = options;
  const jobs = createRunningJobs();
  const stopWaiting = createStopWaiting(closing);
  const submitPorts = stoppedBy(stopWaiting, options);
  const stageWorkers = enabled.map((stage) => {
    const queue = stage === "submit" ? RESUBMIT_QUEUE : stage;
    // A generation with a kept slot may wait, too: for its account, or for its upload.
    const ports = stage === "submit" ? submitPorts : options;
    const processor = jobs.counted(stage, processorOf(options.stages[stage], ports));
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
    const processor = jobs.counted("submit", ticketProcessorOf(options.serveNext, submitPorts));
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
    ...holdOf(rests, stopWaiting),
    running: jobs.counts,
    async close() {
      rests.clear();
      const workers = [...stageWorkers, ...modelWorkers.values()];
      await Promise.all([...workers.map((worker) => worker.close()), ...stopping]);
    },
  };
}

/** The ports of jobs that also stop waiting while this worker takes no more. */
function stoppedBy<Ports extends RunStagePorts>(stop: StopWaiting, ports: Ports): Ports {
  return {
    ...ports,
    get closing() {
      return stop.signal();
    },
  };
}

function holdOf(rests: Rests, stop: StopWaiting): Pick<StageWorkers, "hold" | "release"> {
  return {
    hold() {
      rests.hold();
      stop.begin();
    },
    release() {
      stop.end();
      rests.release();
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
