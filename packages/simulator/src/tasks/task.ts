import { z } from "zod";

const timeMs = z.number();

/** Where a task is. What becomes of a started one is known at once: only the clock has to get there. */
const lifeSchema = z.discriminatedUnion("phase", [
  z.object({ phase: z.literal("waiting") }),
  z.object({
    phase: z.literal("started"),
    startedAt: timeMs,
    endsAt: timeMs,
    timesOut: z.boolean(),
  }),
  z.object({ phase: z.literal("canceled"), at: timeMs }),
  /** It got no place to run within the longest life of a task. */
  z.object({ phase: z.literal("expired"), at: timeMs }),
]);

const fields = z.record(z.string(), z.unknown());

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
  /** The create as it came. */
  request: z.object({ model: z.string(), input: fields, parameters: fields }),
  size: z.string().nullable(),
  /** What the price depends on: the lines of the frame, the mode; null where nothing does. */
  tier: z.string().nullable(),
  /** Whether the create asked for sound; null when it did not say. */
  audio: z.boolean().nullable(),
  /** 0 for images. */
  outputSeconds: z.number(),
  /** Of what goes in and is billed, too. */
  inputSeconds: z.number(),
  /** How many are to be made; 0 for a video. */
  images: z.number(),
  /** Those of them that are not, and are not billed. */
  failedImages: z.number(),
  /** Of a second or an image, as a decimal string. */
  unitPrice: z.string(),
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
