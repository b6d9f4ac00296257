import { z } from "zod";

const timeMs = z.number();

/** The life of a task. The end of a started task is fixed when it starts. */
const lifeSchema = z.discriminatedUnion("phase", [
  z.object({ phase: z.literal("waiting") }),
  z.object({
    phase: z.literal("started"),
    startedAt: timeMs,
    endsAt: timeMs,
    timesOut: z.boolean(),
  }),
  z.object({ phase: z.literal("canceled"), at: timeMs }),
  /** The task got no running slot before its deadline. */
  z.object({ phase: z.literal("expired"), at: timeMs }),
]);

const fields = z.record(z.string(), z.unknown());

const failureSchema = z.object({ code: z.string().nullable(), message: z.string().nullable() });

export const taskSchema = z.object({
  id: z.string(),
  /** The request id of the create request, which LIST shows. */
  requestId: z.string(),
  account: z.string(),
  apiKeyId: z.string(),
  model: z.string(),
  /** The prompt of the request, truncated at the model's limit. */
  prompt: z.string(),
  isPromptExtended: z.boolean(),
  /** The body of the create request. */
  request: z.object({ model: z.string(), input: fields, parameters: fields }),
  size: z.string().nullable(),
  /** What the price depends on: the lines of the frame, or the mode; null where nothing does. */
  tier: z.string().nullable(),
  /** `parameters.audio` of the request; null when it is absent. */
  audio: z.boolean().nullable(),
  /** 0 for images. */
  outputSeconds: z.number(),
  /** The length of the input that is billed as well. */
  inputSeconds: z.number(),
  /** The number of images requested; 0 for a video. */
  images: z.number(),
  /** The images that fail, which are not billed. */
  failedImages: z.number(),
  /** The price of a second or an image, as a decimal string. */
  unitPrice: z.string(),
  currency: z.string(),
  /** How the task ends unless it is canceled; null is a success. */
  failure: failureSchema.nullable(),
  submittedAt: timeMs,
  /** When the task may start, provided that a running slot is free. */
  readyAt: timeMs,
  runningMs: z.number(),
  life: lifeSchema,
});

/** One asynchronous task. All times are milliseconds since the epoch. */
export type Task = Readonly<z.infer<typeof taskSchema>>;
export type Failure = z.infer<typeof failureSchema>;

/** The images of a batch that did not fail. */
export function madeImages({ images, failedImages }: Task): number {
  return images - failedImages;
}
