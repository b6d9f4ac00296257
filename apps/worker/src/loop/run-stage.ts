import type { Generation, GenerationStore, JobData, Stage } from "@dashqueue/queue/internal";
import { jobOf } from "@dashqueue/queue/internal";
import type { Processor } from "bullmq";
import { UnrecoverableError } from "bullmq";

import type { Outcome } from "../outcome.ts";
import type { JobPorts } from "./job-control.ts";
import {
  beforeFirst,
  delay,
  ensureNext,
  handBack,
  isSame,
  logWait,
  ObservedError,
  ObservedUnrecoverableError,
  postpone,
  sentence,
} from "./job-control.ts";

export interface StageContext {
  readonly data: JobData;
  readonly tries: number;
  readonly signal: AbortSignal;
}

export interface StageRun<G extends Generation> {
  readonly stage: Stage;
  /** Whether the record is in a state that this stage handles in such a job. */
  accepts(generation: Generation, data: JobData): generation is G;
  run(generation: G, context: StageContext): Promise<Outcome>;
  /**
   * The record as this worker has just written it for this stage, once. It need not be read again:
   * the next write finds out if it has changed since (G4).
   */
  handedOver?(id: string): Generation | null;
}

export interface RunStagePorts extends JobPorts {
  readonly store: Pick<GenerationStore, "get" | "tombstone">;
  /** Aborts when the process closes: stages stop waiting and hand their jobs back. */
  readonly closing: AbortSignal;
  /** Called with each decision, for logs and metrics. */
  observe(stage: Stage, generation: Generation, outcome: Outcome): void;
}

/**
 * Turns a stage into a BullMQ processor.
 *
 * The record is written before the next job is added, and the next job is added before this one
 * ends. Whenever the process is killed, the same job runs again, finds the record advanced, and
 * adds the next job (G5, G10).
 */
export function processorOf<G extends Generation>(
  stage: StageRun<G>,
  ports: RunStagePorts,
): Processor<JobData> {
  return async (job, token) => {
    const { generationId: id } = job.data;
    let generation = stage.handedOver?.(id) ?? (await ports.store.get(id));
    if (generation === null) {
      // A caller has deleted it, perhaps before its webhook was delivered.
      if ((await ports.store.tombstone(id)) !== null) return "deleted";
      // Its message may have waited for longer than it was kept.
      if (stage.stage === "notify") return "forgotten";
      throw new UnrecoverableError("the record was lost");
    }
    const { status } = generation;
    while (stage.accepts(generation, job.data)) {
      const outcome = await stage.run(generation, {
        data: job.data,
        tries: job.attemptsStarted - 1,
        signal: ports.closing,
      });
      ports.observe(stage.stage, generation, outcome);
      switch (outcome.kind) {
        case "advance":
          generation = outcome.generation;
          break;
        case "done":
        case "idle":
          return generation.status;
        case "wait":
          await logWait(job, outcome, ports);
          return delay(job, ports.now() + outcome.delayMs, token);
        case "retry": {
          const error = new ObservedError(sentence(outcome.failure));
          await postpone(job, outcome.retryAfterMs ?? 0, error);
          throw error;
        }
        case "fail":
          throw new ObservedUnrecoverableError(sentence(outcome.failure));
        case "hand-back":
          return handBack(job, token);
      }
      const next = jobOf(generation, ports.delays, ports.now());
      if (next === null || !isSame(next, job)) break;
      if (next.delayMs > 0) return delay(job, ports.now() + next.delayMs, token);
    }
    const hasAdvanced = generation.status !== status;
    await ensureNext(generation, job, ports, hasAdvanced ? beforeFirst : undefined);
    return generation.status;
  };
}
