import { isDeepStrictEqual } from "node:util";

import type {
  Delays,
  Failure,
  Generation,
  GenerationStore,
  Job as NextJob,
  JobData,
  Queues,
  Stage,
} from "@dashqueue/queue/internal";
import { jobOf } from "@dashqueue/queue/internal";
import type { Job, Processor } from "bullmq";
import { Backoffs, DelayedError, UnrecoverableError, WaitingError } from "bullmq";

import type { Outcome } from "../outcome.ts";

export interface StageRun<G extends Generation> {
  readonly stage: Stage;
  /** Whether the record is in a state that this stage handles. */
  accepts(generation: Generation): generation is G;
  run(
    generation: G,
    context: { readonly tries: number; readonly signal: AbortSignal },
  ): Promise<Outcome>;
}

export interface RunStagePorts {
  readonly store: Pick<GenerationStore, "get">;
  readonly queues: Pick<Queues, "ensure">;
  readonly delays: Delays;
  /** Aborts when the process closes: stages stop waiting and hand their jobs back. */
  readonly closing: AbortSignal;
  now(): number;
  /** Called with each decision, for logs and metrics. */
  observe(stage: Stage, generation: Generation, outcome: Outcome): void;
}

/**
 * Turns a stage into a BullMQ processor. This file alone knows BullMQ's control flow.
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
    let generation = await ports.store.get(job.data.generationId);
    if (generation === null) throw new UnrecoverableError("the record was deleted");
    while (stage.accepts(generation)) {
      const outcome = await stage.run(generation, {
        tries: job.attemptsStarted - 1,
        signal: ports.closing,
      });
      ports.observe(stage.stage, generation, outcome);
      switch (outcome.kind) {
        case "advance":
          generation = outcome.generation;
          break;
        case "done":
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
      await showProgress(job, generation);
      const next = jobOf(generation, ports.delays, ports.now());
      if (next === null || !isSame(next, job)) break;
      if (next.delayMs > 0) return delay(job, ports.now() + next.delayMs, token);
    }
    const next = jobOf(generation, ports.delays, ports.now());
    if (next !== null && !isSame(next, job)) await ports.queues.ensure(next);
    return generation.status;
  };
}

function isSame(next: NextJob, job: Job<JobData>): boolean {
  return next.queue === job.queueName && next.id === job.id;
}

/** Writes into the log of a job why it waits, or the generation that it serves. */
export async function logWait(
  job: Job<JobData>,
  { delayMs, reason }: { readonly delayMs: number; readonly reason: string },
  { now }: Pick<RunStagePorts, "now">,
  generationId = job.data.generationId,
): Promise<void> {
  const who = generationId === job.data.generationId ? "waits" : `${generationId} waits`;
  await job.log(`${new Date(now()).toISOString()} ${who} ${delayMs} ms: ${reason}`);
}

/** Returns a job to its queue, where it is the next one. */
export async function handBack(job: Job<JobData>, token: string | undefined): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}

/** Runs the same job again later. It keeps its id, its log and its attempts. */
export async function delay(
  job: Job<JobData>,
  at: number,
  token: string | undefined,
): Promise<never> {
  await job.moveToDelayed(at, token);
  throw new DelayedError();
}

/** Ends a job because of an outcome, which was observed. */
class ObservedError extends Error {}
export class ObservedUnrecoverableError extends UnrecoverableError {}

/** Whether a job ended because of an outcome, and not because of a bug or a lost connection. */
export function wasObserved(error: Error): boolean {
  return error instanceof ObservedError || error instanceof ObservedUnrecoverableError;
}

/**
 * Delays the next attempt by at least this time. BullMQ takes the delay from the options of this
 * object, and does not store them again.
 */
async function postpone(job: Job<JobData>, leastMs: number, error: Error): Promise<void> {
  const backoff = Backoffs.normalize(job.opts.backoff ?? 0);
  const usualMs =
    (backoff && (await Backoffs.calculate(backoff, job.attemptsMade + 1, error, job))) ?? 0;
  if (leastMs > usualMs) job.opts.backoff = { type: "fixed", delay: leastMs };
}

/** What the dashboard shows of a job. */
export function progressOf(generation: Generation) {
  const { status, attempts } = generation;
  const task = "task" in generation ? generation.task : null;
  return { status, attempts, task_id: task?.id ?? null, task_status: task?.status ?? null };
}

/** Most polls show nothing new, and each write is synced to disk. */
async function showProgress(job: Job<JobData>, generation: Generation): Promise<void> {
  const progress = progressOf(generation);
  if (!isDeepStrictEqual(job.progress, progress)) await job.updateProgress(progress);
}

export function sentence({ kind, code, message }: Failure): string {
  return code === "" ? `${kind}: ${message}` : `${kind} (${code}): ${message}`;
}
