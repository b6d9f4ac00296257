import { z } from "zod";

import { RUNNING_STATUSES } from "../models/model.ts";

/** How long links to results live by default, and the longest window of a list. */
export const DAY_MS = 24 * 3_600_000;

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
  /** The path of the create request below `/services`. */
  path: z.string(),
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
  /** The length of the video, or of each transcribed file; 0 for other results. */
  outputSeconds: z.number(),
  /** The length of the input that is billed as well. */
  inputSeconds: z.number(),
  /** The images, transcribed files or 3D models of a batch; 0 for a video. */
  parts: z.number(),
  /** The parts that fail, which are not billed. */
  failedParts: z.number(),
  /** The endings of the result files' names: `.mp4`, or `-1.png` and `-2.png`. */
  files: z.array(z.string()),
  linkLifeMs: z.number(),
  /** What a success bills: seconds, images, 3D models or millions of tokens. */
  units: z.number(),
  /** The price of a unit, as a decimal string. */
  unitPrice: z.string(),
  currency: z.string(),
  /** How the task ends unless it is canceled; null is a success. */
  failure: failureSchema.nullable(),
  submittedAt: timeMs,
  /** When the task may start, provided that a running slot is free. */
  readyAt: timeMs,
  runningMs: z.number(),
  /** The statuses while it runs, each for the same time. */
  runningStatuses: z.array(z.enum(RUNNING_STATUSES)),
  life: lifeSchema,
});

/** One asynchronous task. All times are milliseconds since the epoch. */
export type Task = Readonly<z.infer<typeof taskSchema>>;
export type Failure = z.infer<typeof failureSchema>;

/** The parts of a batch that did not fail. */
export function madeParts({ parts, failedParts }: Task): number {
  return parts - failedParts;
}

/** The API key and the operation of a task, as in `apikey:v1:aigc:image2video:…:wan2.6-t2v`. */
export function apiUniqueKey({ path, model }: Pick<Task, "path" | "model">): string {
  return `apikey:v1:${path.replaceAll("/", ":")}:${model}`;
}
