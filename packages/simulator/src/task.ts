import { z } from "zod";

const timeMs = z.number();

/** Where a task is. What becomes of a started one is known at once: only the clock has to get there. */
const lifeSchema = z.discriminatedUnion("phase", [
  z.object({ phase: z.literal("waiting") }),
  z.object({ phase: z.literal("started"), startedAt: timeMs, endsAt: timeMs, timesOut: z.boolean() }),
  z.object({ phase: z.literal("canceled"), at: timeMs }),
  /** It got no place to run within the longest life of a task. */
  z.object({ phase: z.literal("expired"), at: timeMs }),
]);

const failureSchema = z.object({ code: z.string().nullable(), message: z.string().nullable() });

export const taskSchema = z.object({
  id: z.string(),
  /** Of the create request: what LIST shows. */
  requestId: z.string(),
  account: z.string(),
  apiKeyId: z.string(),
  model: z.string(),
  /** As it was sent, cut at the model's limit. */
  prompt: z.string(),
  isPromptExtended: z.boolean(),
  size: z.string().nullable(),
  /** Whether the create asked for sound; null when it did not say. */
  audio: z.boolean().nullable(),
  outputSeconds: z.number(),
  pricePerSecond: z.string(),
  currency: z.string(),
  /** How it ends when it is not canceled; null is a success. */
  failure: failureSchema.nullable(),
  submittedAt: timeMs,
  /** When it may start, a place given. */
  readyAt: timeMs,
  runningMs: z.number(),
  life: lifeSchema,
});

/** One asynchronous task; all times are milliseconds since the epoch. */
export type Task = Readonly<z.infer<typeof taskSchema>>;
export type Failure = z.infer<typeof failureSchema>;
