import type {
  Before,
  Delays,
  Failure,
  Generation,
  Job as NextJob,
  JobData,
  Queues,
} from "@dashqueue/queue/internal";
import { jobOf } from "@dashqueue/queue/internal";
import type { Job } from "bullmq";
import { Backoffs, DelayedError, UnrecoverableError, WaitingError } from "bullmq";

import type { Wait } from "../outcome.ts";

export interface JobPorts {
  readonly queues: Pick<Queues, "ensure">;
  readonly delays: Delays;
  now(): number;
}

export function isSame(next: NextJob, job: Job<JobData>): boolean {
  return next.queue === job.queueName && next.id === job.id;
}

/**
 * Adds the job that a record needs, unless it is this one.
 *
 * @param beforeOf what is known of a job before
 */
export async function ensureNext(
  generation: Generation,
  job: Job<JobData>,
  { queues, delays, now }: JobPorts,
  beforeOf: (next: NextJob) => Before = () => "unknown",
): Promise<void> {
  const next = jobOf(generation, delays, now());
  if (next !== null && !isSame(next, job)) await queues.ensure(next, beforeOf(next));
}

/** What is known of the job of a record that this run has moved into its status. */
export function beforeFirst({ stage }: NextJob): Before {
  // A generation is archived once, and ends once.
  return stage === "archive" || stage === "notify" ? "none" : "unknown";
}

/** What is known of the job of a record whose create request this run has sent. */
export function beforeAnswer({ stage }: NextJob): Before {
  // Its poll job waits for this.
  return stage === "poll" ? "delayed" : "unknown";
}

/** Writes into the log of a job why it waits, or the generation that it serves. */
export async function logWait(
  job: Job<JobData>,
  { delayMs, reason }: Wait,
  { now }: Pick<JobPorts, "now">,
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
export class ObservedError extends Error {}
export class ObservedUnrecoverableError extends UnrecoverableError {}

/** Whether a job ended because of an outcome, and not because of a bug or a lost connection. */
export function wasObserved(error: Error): boolean {
  return error instanceof ObservedError || error instanceof ObservedUnrecoverableError;
}

/**
 * Delays the next attempt by at least this time. BullMQ takes the delay from the options of this
 * object, and does not store them again.
 */
export async function postpone(job: Job<JobData>, leastMs: number, error: Error): Promise<void> {
  const backoff = Backoffs.normalize(job.opts.backoff ?? 0);
  const usualMs =
    (backoff && (await Backoffs.calculate(backoff, job.attemptsMade + 1, error, job))) ?? 0;
  if (leastMs > usualMs) job.opts.backoff = { type: "fixed", delay: leastMs };
}

export function sentence({ kind, code, message }: Failure): string {
  return code === "" ? `${kind}: ${message}` : `${kind} (${code}): ${message}`;
}
