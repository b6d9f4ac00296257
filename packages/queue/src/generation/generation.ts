import { z } from "zod";

import { attemptSchema, costSchema, disprovenAttemptSchema } from "./attempt.ts";
import { deliverySchema } from "./webhook/delivery.ts";
import { failureSchema } from "../failure/failure.ts";
import { requestContextSchema, requestSchema } from "./request-context.ts";
import { DEFAULT_TENANT } from "./tenant-id.ts";
import { webhookEventSchema } from "./webhook/event-names.ts";
import { withLane } from "./earlier-record.ts";

/**
 * One request of a caller. The record is the source of truth; a job only names it.
 *
 * Each status has exactly its own fields, so a `running` generation has a task and a `queued` one
 * cannot have one. Times are epoch milliseconds.
 */
const base = {
  id: z.string(),
  /** Grows by one with each write. A writer that read an older revision is refused (G4). */
  revision: z.int(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Who submitted it. It never changes. */
  tenant: z.string().default(DEFAULT_TENANT),
  request: requestSchema,
  ...requestContextSchema,
  /** 0 to 10, higher first. */
  priority: z.int(),
  metadata: z.record(z.string(), z.string()),
  webhookUrl: z.string().nullable(),
  /** The statuses of which its webhook notifies; absent for the default. */
  webhookEvents: z.array(webhookEventSchema).readonly().optional(),
  /** It ends if it was not submitted this long after its acceptance, milliseconds. */
  maxQueueMs: z.number().optional(),
  /** The batch that it was submitted with; absent without one. */
  batch: z.string().optional(),
  /** The ended generation whose request this one submits, and pays for, again. */
  regenerates: z.string().nullable().default(null),
  /** The highest possible cost, estimated on acceptance; null if the price is unknown. */
  estimate: costSchema.default(null),
  /** Attempts so far. */
  attempts: z.int(),
  /** The tasks that failed before the current one. They are not charged. */
  failedTasks: z.array(z.string()).default([]),
  /** Absent if there is none. */
  disproven: z.array(disprovenAttemptSchema).optional(),
  /** The trace that its spans belong to, as W3C Trace Context writes it; absent without one. */
  traceparent: z.string().optional(),
  /** Of the message about its end, stored beside the record (G4); absent before an attempt. */
  delivery: deliverySchema.optional(),
  /** The state of a cancel request; `requested` until the provider has answered. */
  cancel: z.enum(["requested", "confirmed", "refused"]).nullable(),
};

/** Why no create request is sent yet; null if the generation only waits for its turn. */
const delayed = failureSchema.nullable();

const task = z.object({
  id: z.string(),
  /** The id of the create request, not of a query. */
  requestId: z.string().nullable(),
  /** The provider's own word, even if it is undocumented. */
  status: z.string(),
  submittedAt: z.number(),
  polls: z.int(),
  /**
   * Whether it was adopted only because nothing else explains it. Its prompt, once shown, has to
   * confirm that.
   */
  isPresumed: z.boolean().optional(),
});

/** What the provider reported with SUCCEEDED. No links: a signed URL is a credential (G7). */
const result = z.object({
  usage: z.record(z.string(), z.unknown()),
  cost: costSchema,
  origPrompt: z.string().nullable(),
  actualPrompt: z.string().nullable(),
  /** The results of a batch that failed; they are not charged. */
  failedEntries: z
    .array(z.object({ index: z.int(), code: z.string(), message: z.string() }))
    .default([]),
  /** When the first link expires. */
  expiresAt: z.number(),
});

const file = z.object({
  name: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  contentType: z.string(),
});

/** A result that is not in the archive, and why. */
const missing = z.object({
  /** Its place among the results that the provider made, from 0. */
  index: z.int(),
  name: z.string(),
  failure: failureSchema,
});

/**
 * The slot that a generation keeps for another task when its task fails, and when that may start.
 */
const keptSlot = z.object({ account: z.string(), lane: z.string(), notBefore: z.number() });

/** What a person says about a lost create request. A worker checks it before it counts (G1). */
const claim = z.object({
  /** The task that the attempt created; null if it created none. */
  taskId: z.string().nullable(),
  by: z.string(),
  /** What contradicts it; null until it was checked. */
  refusal: z.string().nullable(),
});

const queued = z.object({
  ...base,
  status: z.literal("queued"),
  delayed,
  keptSlot: keptSlot.nullable().default(null),
});
const submitting = z.object({ ...base, status: z.literal("submitting"), attempt: attemptSchema });
const uncertain = z.object({
  ...base,
  status: z.literal("uncertain"),
  attempt: attemptSchema,
  failure: failureSchema,
  /** When the provider's list first showed no task that could be this attempt's. */
  absentSince: z.number().nullable(),
  /** Tasks that may be this attempt's. A list that no longer shows one of them proves nothing. */
  possibleTasks: z.array(z.string()).default([]),
  claim: claim.nullable().default(null),
});
const running = z.object({ ...base, status: z.literal("running"), attempt: attemptSchema, task });
const archiving = z.object({
  ...base,
  status: z.literal("archiving"),
  attempt: attemptSchema,
  task,
  result,
  /** Those that are in the archive already. */
  files: z.array(file).default([]),
  /** Those that could not be copied yet. */
  missing: z.array(missing).default([]),
  /** The threshold of the last expiry alarm, in hours. */
  alarmedAtHours: z.number().nullable().default(null),
});
const succeeded = z.object({
  ...base,
  status: z.literal("succeeded"),
  finishedAt: z.number(),
  attempt: attemptSchema,
  task,
  result,
  files: z.array(file),
  /** Those that were lost because their links expired; they are charged. */
  missing: z.array(missing).default([]),
});
const failed = z.object({
  ...base,
  status: z.literal("failed"),
  finishedAt: z.number(),
  attempt: attemptSchema.nullable(),
  task: task.nullable(),
  result: result.nullable(),
  failure: failureSchema,
});
const canceled = z.object({
  ...base,
  status: z.literal("canceled"),
  finishedAt: z.number(),
  attempt: attemptSchema.nullable(),
  task: task.nullable(),
});

export const generationSchema = z.preprocess(
  withLane,
  z.discriminatedUnion("status", [
    queued,
    submitting,
    uncertain,
    running,
    archiving,
    succeeded,
    failed,
    canceled,
  ]),
);

export type Generation = z.infer<typeof generationSchema>;
export type Status = Generation["status"];
export type Queued = z.infer<typeof queued>;
export type Submitting = z.infer<typeof submitting>;
export type Uncertain = z.infer<typeof uncertain>;
export type DisprovenAttempt = z.infer<typeof disprovenAttemptSchema>;
export type Claim = z.infer<typeof claim>;
export type Running = z.infer<typeof running>;
export type Archiving = z.infer<typeof archiving>;
export type ArchivedFile = z.infer<typeof file>;
export type MissingFile = z.infer<typeof missing>;
