import { limitGroupOf } from "@dashqueue/dashscope";
import { z } from "zod";

import { failureSchema } from "../failure/failure.ts";

const cost = z.object({ amount: z.string(), currency: z.enum(["CNY", "USD"]) }).nullable();

/**
 * One request of a user: the record that is the truth. Jobs only say "look at this one".
 *
 * Each status carries exactly its own fields, so a `running` generation has a task and a `queued` one cannot.
 * Times are epoch milliseconds.
 */
const base = {
  id: z.string(),
  /** Grows by one with every write; a writer that read an older one is refused. */
  revision: z.int(),
  createdAt: z.number(),
  updatedAt: z.number(),
  request: z.object({
    model: z.string(),
    input: z.record(z.string(), z.unknown()),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
  /** 0 to 10, higher first. */
  priority: z.int(),
  metadata: z.record(z.string(), z.string()),
  webhookUrl: z.string().nullable(),
  /** The ended generation whose request this one repeats, and buys again. */
  regenerates: z.string().nullable().default(null),
  /** The most that it was said to cost when it was accepted; null where nobody knows. */
  estimate: cost.default(null),
  /** Create requests begun so far. */
  attempts: z.int(),
  /** Ids of its tasks that failed, but for the last. A failed task is not charged, so it may have another. */
  failedTasks: z.array(z.string()).default([]),
  /** What became of a wish to cancel; `requested` until the provider has answered. */
  cancel: z.enum(["requested", "confirmed", "refused"]).nullable(),
};

/** Why no create goes out for this generation just now; null when it only waits for its turn. */
const delayed = failureSchema.nullable();

/** The durable note that a create may be on its way (G2). It says where, so that the task can be found there. */
const attempt = z.object({
  begunAt: z.number(),
  account: z.string(),
  /** The model or group of the lane in which its task counts: decided once, at the beginning (G3). */
  lane: z.string(),
  baseUrl: z.string(),
  /** The most that it can cost there; null where nobody knows, absent from a time when costs were not kept. */
  hold: cost.optional(),
});

const task = z.object({
  id: z.string(),
  /** Of the create, not of a query. */
  requestId: z.string().nullable(),
  /** The provider's own word, also one that nobody knows. */
  status: z.string(),
  submittedAt: z.number(),
  polls: z.int(),
});

/** What the provider reported with SUCCEEDED. Without links: a signed URL is a credential (G7). */
const result = z.object({
  usage: z.record(z.string(), z.unknown()),
  cost,
  origPrompt: z.string().nullable(),
  actualPrompt: z.string().nullable(),
  /** Those of several results that were not made, and are not charged. */
  failedEntries: z
    .array(z.object({ index: z.int(), code: z.string(), message: z.string() }))
    .default([]),
  /** When the first link dies. */
  expiresAt: z.number(),
});

const file = z.object({
  name: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  contentType: z.string(),
});

/** The slot that a generation keeps when its task fails, for another task not before this time. */
const keptSlot = z.object({ account: z.string(), lane: z.string(), notBefore: z.number() });

const queued = z.object({
  ...base,
  status: z.literal("queued"),
  delayed,
  keptSlot: keptSlot.nullable().default(null),
});
const submitting = z.object({ ...base, status: z.literal("submitting"), attempt });
const uncertain = z.object({
  ...base,
  status: z.literal("uncertain"),
  attempt,
  failure: failureSchema,
  /** When the provider's list was first seen to show nothing that could be this attempt's. */
  absentSince: z.number().nullable(),
});
const running = z.object({ ...base, status: z.literal("running"), attempt, task });
const archiving = z.object({
  ...base,
  status: z.literal("archiving"),
  attempt,
  task,
  result,
  /** The alarm that was given last, in hours that the links had left. */
  alarmedAtHours: z.number().nullable().default(null),
});
const succeeded = z.object({
  ...base,
  status: z.literal("succeeded"),
  finishedAt: z.number(),
  attempt,
  task,
  result,
  files: z.array(file),
});
const failed = z.object({
  ...base,
  status: z.literal("failed"),
  finishedAt: z.number(),
  attempt: attempt.nullable(),
  task: task.nullable(),
  result: result.nullable(),
  failure: failureSchema,
});
const canceled = z.object({
  ...base,
  status: z.literal("canceled"),
  finishedAt: z.number(),
  attempt: attempt.nullable(),
  task: task.nullable(),
});

const unlaned = z.looseObject({
  request: z.looseObject({ model: z.string() }),
  attempt: z.looseObject({}).nullish(),
  keptSlot: z.looseObject({}).nullish(),
});

/** Adds the lane to a record that an earlier version wrote: it was always the catalogue's. */
function withLane(record: unknown): unknown {
  const read = unlaned.safeParse(record);
  if (!read.success) return record;
  const { request, attempt, keptSlot } = read.data;
  const lane = limitGroupOf(request.model);
  return {
    ...read.data,
    ...(attempt ? { attempt: { lane, ...attempt } } : {}),
    ...(keptSlot ? { keptSlot: { lane, ...keptSlot } } : {}),
  };
}

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
export type Running = z.infer<typeof running>;
export type Archiving = z.infer<typeof archiving>;
export type ArchivedFile = z.infer<typeof file>;

/** Every move a record may make. The picture in ARCHITECTURE.md is compared with this table by a test. */
export const NEXT = {
  queued: ["submitting", "running", "failed", "canceled"],
  submitting: ["queued", "running", "uncertain", "failed", "canceled"],
  uncertain: ["queued", "running", "failed", "canceled"],
  running: ["queued", "archiving", "failed", "canceled"],
  archiving: ["succeeded", "failed"],
  succeeded: [],
  failed: [],
  canceled: [],
} as const satisfies Record<Status, readonly Status[]>;

export const STATUSES = Object.keys(NEXT) as readonly Status[] as readonly [Status, ...Status[]];

/** A terminal record never changes again (G4). */
export function isTerminal(status: Status): status is "succeeded" | "failed" | "canceled" {
  return NEXT[status].length === 0;
}

/** Whether a task of this generation may be at the provider and has not been seen to end. */
export function isInFlight(generation: Generation): generation is Submitting | Uncertain | Running {
  const { status } = generation;
  return status === "submitting" || status === "uncertain" || status === "running";
}

/** Whether it counts in its lane (G3): a task is in flight, or is about to be made again in the same slot. */
export function holdsSlot(generation: Generation): boolean {
  return isInFlight(generation) || (generation.status === "queued" && generation.keptSlot !== null);
}
