import type { Generation, Running, Status } from "../generation/generation.ts";
import { holdsSlot } from "../generation/status.ts";
import { RETENTION_MS } from "../transitions/after-task-read.ts";

export const STAGES = ["submit", "poll", "archive", "notify"] as const;
export type Stage = (typeof STAGES)[number];

/** All that a job knows: which record to look at, and for whom it is worth reading. */
export interface JobData {
  readonly generationId: string;
  readonly model: string;
}

/** The job that a record needs next. Ids are deterministic: adding it again does nothing. */
export interface Job {
  readonly stage: Stage;
  readonly queue: string;
  readonly id: string;
  readonly data: JobData;
  readonly delayMs: number;
  /** BullMQ's: 1 is served first. */
  readonly priority: number;
}

/** How long things may take before somebody looks again. */
export interface Delays {
  /** Until the task of this generation is worth asking about, for the first time or again. */
  pollMs(running: Running, now: number): number;
  /** A create leaves within this after its intent was written, or never. */
  readonly sendMs: number;
  /** A create that has no answer after this has no one waiting for it any more. */
  readonly createMs: number;
  /** How long an `uncertain` generation is left alone. */
  readonly reconcileMs: number;
}

/**
 * Where generations are submitted again that kept their slot: they need not wait for one, and must not wait behind one that
 * does, at the door of a lane that they fill themselves.
 */
export const RESUBMIT_QUEUE = "resubmit";

/** The submit queue of a model: its rate is limited, and it is paused, by itself. */
export function submitQueue(model: string): string {
  return `submit-${model}`;
}

/** A task is done or gone after this: it lives three hours at most, and is kept for a day. */
export const TASK_LIFE_MS = RETENTION_MS + 3 * 60 * 60 * 1000;

/**
 * The one live job that a record in this state must have (G5), or null when all is done.
 *
 * Every stage asks this after it wrote the record; so does the repair pass.
 */
export function jobOf(generation: Generation, delays: Delays, now: number): Job | null {
  const stage = stageOf(generation);
  if (stage === null) return null;
  return {
    stage,
    queue: stage === "submit" ? submitQueueOf(generation) : stage,
    id: `${stage}-${generation.id}`,
    data: { generationId: generation.id, model: generation.request.model },
    delayMs: delayOf(generation, delays, now),
    priority: priorityOf(generation),
  };
}

function submitQueueOf(generation: Generation): string {
  return holdsSlot(generation) ? RESUBMIT_QUEUE : submitQueue(generation.request.model);
}

const STAGE_OF = {
  queued: "submit",
  // The poll job is also the watchdog of a create that nobody answers for.
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
  return stage === "notify" && generation.webhookUrl === null ? null : stage;
}

/** BullMQ knows 2,097,152 priorities: at five minutes each they last from 2026 to 2045. */
const PRIORITY_EPOCH_MS = Date.UTC(2026, 0);
const PRIORITY_STEP_MS = 5 * 60_000;
const LAST_PRIORITY = 2 ** 21;

function priorityOf(generation: Generation): number {
  if (generation.status === "queued") return 11 - generation.priority;
  if (generation.status !== "archiving") return 0;
  // The links that die first are copied first.
  const step = Math.floor((generation.result.expiresAt - PRIORITY_EPOCH_MS) / PRIORITY_STEP_MS);
  return Math.min(Math.max(1, step), LAST_PRIORITY);
}

function delayOf(generation: Generation, delays: Delays, now: number): number {
  switch (generation.status) {
    case "submitting":
      return Math.max(0, generation.attempt.begunAt + delays.createMs - now);
    case "uncertain":
      return delays.reconcileMs;
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
