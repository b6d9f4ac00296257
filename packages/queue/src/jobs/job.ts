import type { CreateWaits } from "../generation/deadlines.ts";
import { deadlinesOf, nextLookMs } from "../generation/deadlines.ts";
import type { Generation, Running, Status } from "../generation/generation.ts";
import { holdsSlot, pendingClaim } from "../generation/status.ts";
import { HIGHEST_PRIORITY } from "../generation/waiting/rank.ts";
import { notifiesOf } from "../generation/webhook/webhook-events.ts";
import { TASK_RETENTION_MS } from "../transitions/after-task-read.ts";

export const STAGES = ["submit", "poll", "archive", "notify"] as const;
export type Stage = (typeof STAGES)[number];

/** A job names its record. The model is for readers of the dashboard. */
export interface JobData {
  readonly generationId: string;
  readonly model: string;
  /** Of a `notify` job: the revision whose message it sends; absent for the message of the end. */
  readonly revision?: number;
  /** Of a `notify` job: the attempt that it repeats, because a person asked for that. */
  readonly repeats?: number;
}

/** The job that a record needs next. Its id is deterministic, so adding it twice adds it once. */
export interface Job {
  readonly stage: Stage;
  readonly queue: string;
  readonly id: string;
  readonly data: JobData;
  readonly delayMs: number;
  /** BullMQ's priority: 1 is served first. */
  readonly priority: number;
}

/** When the next job of a record is due. `reconcileMs` also separates two searches for a task. */
export interface Delays extends CreateWaits {
  /** Until this generation's task is polled, for the first time or again. */
  pollMs(running: Running, now: number): number;
}

/**
 * The queue of generations that kept their slot for another task. They need no free slot, so they
 * must not wait behind a generation that does, in a lane that they fill themselves.
 */
export const RESUBMIT_QUEUE = "resubmit";

/** The queues that all models share. */
export const SHARED_QUEUES = [RESUBMIT_QUEUE, "poll", "archive", "notify"] as const;
export type SharedQueue = (typeof SHARED_QUEUES)[number];

/** The submit queue of a model. Each model has its own rate limit and can be paused alone. */
export function submitQueue(model: string): string {
  return `submit-${model}`;
}

/**
 * How a worker begins what it logs in the job of a lost create request if it could not read the
 * provider's task list. What follows is the error.
 */
export const LIST_UNREAD = "the provider's task list could not be read: ";

/** The same if it did not read the list, and what follows is why. */
export const LIST_NOT_READ = "the provider's task list was not read: ";

/** After this, the provider has forgotten a task: it runs 3 hours at most and is kept for a day. */
export const TASK_LIFE_MS = TASK_RETENTION_MS + 3 * 60 * 60 * 1000;

/**
 * The one live job that a record needs in this state (G5), or null if nothing is left to do. Each
 * stage calls this after it wrote the record; so does the repair pass.
 */
export function jobOf(generation: Generation, delays: Delays, now: number): Job | null {
  const next = nextStageOf(generation);
  if (next === null) return null;
  const { stage, queue } = next;
  return {
    stage,
    queue,
    id: `${stage}-${generation.id}`,
    data: { generationId: generation.id, model: generation.request.model },
    delayMs: delayOf(generation, delays, now),
    priority: priorityOf(generation),
  };
}

/** The job that sends the message of an open generation's revision. It keeps no record waiting. */
export function messageJob({ id, revision, request: { model } }: Generation): Job {
  return notifyJob(`notify-${id}-${revision}`, { generationId: id, model, revision });
}

/** The job that sends a message once more. A generation has one of these at a time. */
export function repeatJob(
  { id, request: { model } }: Generation,
  { n, revision }: { readonly n: number; readonly revision: number | null },
): Job {
  const message = revision === null ? {} : { revision };
  return notifyJob(`repeat-${id}`, { generationId: id, model, ...message, repeats: n });
}

function notifyJob(id: string, data: JobData): Job {
  return { stage: "notify", queue: "notify", id, data, delayMs: 0, priority: 0 };
}

/** Where the job of a generation is that waits without a slot. */
export function waitingJob(id: string, model: string): Pick<Job, "queue" | "id"> {
  return { queue: submitQueue(model), id: `submit-${id}` };
}

/** The submit queue in which a queued generation waits. */
export function submitQueueOf(generation: Generation): string {
  return holdsSlot(generation) ? RESUBMIT_QUEUE : submitQueue(generation.request.model);
}

/** The stage that serves a generation next, and its queue; null if nothing is left to do. */
export function nextStageOf(
  generation: Generation,
): { readonly stage: Stage; readonly queue: string } | null {
  const stage = stageOf(generation);
  if (stage === null) return null;
  return { stage, queue: stage === "submit" ? submitQueueOf(generation) : stage };
}

const STAGE_OF = {
  queued: "submit",
  // The poll job also watches over a create request whose worker may crash.
  submitting: "poll",
  uncertain: "poll",
  running: "poll",
  archiving: "archive",
  succeeded: "notify",
  failed: "notify",
  canceled: "notify",
} as const satisfies Record<Status, Stage>;

function stageOf(generation: Generation): Stage | null {
  const stage = STAGE_OF[generation.status];
  return stage === "notify" && !notifiesOf(generation, generation.status) ? null : stage;
}

/** BullMQ has 2,097,152 priorities: in steps of five minutes they last from 2026 to 2045. */
const PRIORITY_EPOCH_MS = Date.UTC(2026, 0);
const PRIORITY_STEP_MS = 5 * 60_000;
const LAST_PRIORITY = 2 ** 21;

function priorityOf(generation: Generation): number {
  // The jobs of waiting generations serve the line, which has the order.
  if (generation.status === "queued")
    return generation.keptSlot === null ? 0 : HIGHEST_PRIORITY + 1 - generation.priority;
  if (generation.status !== "archiving") return 0;
  // The links that expire first are copied first.
  const step = Math.floor((generation.result.expiresAt - PRIORITY_EPOCH_MS) / PRIORITY_STEP_MS);
  return Math.min(Math.max(1, step), LAST_PRIORITY);
}

function delayOf(generation: Generation, delays: Delays, now: number): number {
  switch (generation.status) {
    case "submitting": {
      const { answerBy } = deadlinesOf(generation.attempt, delays);
      return nextLookMs(generation, delays, now) ?? Math.max(0, answerBy - now);
    }
    case "uncertain":
      return pendingClaim(generation) === null
        ? (nextLookMs(generation, delays, now) ?? delays.reconcileMs)
        : 0;
    case "running":
      return generation.cancel === "requested" ? 0 : delays.pollMs(generation, now);
    case "queued":
      return generation.keptSlot === null ? 0 : Math.max(0, generation.keptSlot.notBefore - now);
    case "archiving":
    case "succeeded":
    case "failed":
    case "canceled":
      return 0;
  }
}
