import type { Delays, Generation, GenerationStore, Queues, Stage } from "@dashqueue/queue/internal";
import { RESUBMIT_QUEUE, submitQueue } from "@dashqueue/queue/internal";
import type { Redis } from "ioredis";

import type { RunStagePorts, StageRun } from "./run-stage.ts";
import { processorOf } from "./run-stage.ts";
import { startStageWorker } from "./stage-workers.ts";

export interface WorkersOptions {
  readonly connection: Redis;
  readonly prefix: string;
  readonly stages: readonly Stage[];
  readonly pipeline: { readonly [S in Stage]: StageRun<Generation> };
  readonly store: GenerationStore;
  readonly queues: Queues;
  readonly delays: Delays;
  readonly concurrency: number;
  /** Between two jobs of a model's queue. */
  submitIntervalMs(model: string): number;
  readonly closing: AbortSignal;
  now(): number;
  readonly observe: RunStagePorts["observe"];
  onError(queue: string, error: Error): void;
}

export interface Workers {
  /** Starts to submit for every model that has had a generation and has no worker yet. */
  openModels(): Promise<void>;
  /** Waits until every running job has ended or handed itself back; `closing` must have been aborted. */
  close(): Promise<void>;
}

/** One BullMQ worker per stage of this process; for submit, one per model. */
export function startWorkers(options: WorkersOptions): Workers {
  const open = new Map<string, ReturnType<typeof startStageWorker>>();

  function start(
    stage: Stage,
    queue: string,
    limits: { concurrency: number; intervalMs?: number },
  ): void {
    if (open.has(queue)) return;
    const { connection, prefix, pipeline } = options;
    const processor = processorOf(pipeline[stage], options);
    const onError = (error: Error) => options.onError(queue, error);
    open.set(queue, startStageWorker({ connection, prefix, queue, processor, onError, ...limits }));
  }

  for (const stage of options.stages) {
    start(stage, stage === "submit" ? RESUBMIT_QUEUE : stage, { concurrency: options.concurrency });
  }

  return {
    async openModels() {
      if (!options.stages.includes("submit")) return;
      for (const model of await options.store.models()) {
        if (options.closing.aborted) return;
        // One job at a time: the head of the line waits at the lane's door, and the others keep their order behind it.
        start("submit", submitQueue(model), {
          concurrency: 1,
          intervalMs: options.submitIntervalMs(model),
        });
      }
    },
    async close() {
      await Promise.all([...open.values()].map((worker) => worker.close()));
    },
  };
}
