import { STAGES } from "@dashqueue/queue";
import {
  archiveEnv,
  commaSeparated,
  hostEnv,
  port,
  processEnv,
  redisEnv,
  wholeNumber,
} from "@dashqueue/service";
import { z } from "zod";

const DAY_MS = 24 * 60 * 60 * 1000;

const limits = z.record(
  z.string(),
  z.strictObject({ submitsPerSecond: z.number().positive(), maxInFlight: z.int().positive() }),
);

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "must be JSON" });
    return z.NEVER;
  }
});

const stages = commaSeparated.pipe(
  z.array(z.enum(STAGES, `must be a comma separated subset of ${STAGES.join(",")}`)).min(1),
);

/** Milliseconds, up to a day. */
const milliseconds = (min: number) => wholeNumber({ min, max: DAY_MS });

export const workerEnv = z
  .object({
    ...redisEnv,
    ...processEnv,
    ...hostEnv,
    ...archiveEnv,
    WORKER_PORT: port.default(3002),
    DASHSCOPE_API_KEY: z.string("is required: make one in the Model Studio console"),
    DASHSCOPE_HTTP_BASE_URL: z
      .url({ protocol: /^https?$/, error: "must be an http or https URL that ends in /api/v1" })
      .default("https://dashscope.aliyuncs.com/api/v1"),
    DASHSCOPE_LIMITS: json.pipe(limits).default({}),
    DASHSCOPE_TIMEOUT_MS: milliseconds(1_000).default(30_000),
    RECONCILE_AFTER_MS: milliseconds(1_000).default(60_000),
    POLL_MIN_MS: milliseconds(100).default(2_000),
    POLL_MAX_MS: milliseconds(100).default(30_000),
    WORKER_STAGES: stages.default([...STAGES]),
    WORKER_CONCURRENCY: wholeNumber({ min: 1, max: 10_000 }).default(50),
    WEBHOOK_SECRET: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, "must be whsec_ followed by at least 24 bytes in base64")
      .optional(),
    WEBHOOK_PRIVATE_HOSTS: commaSeparated.default([]),
    RETENTION_DAYS: wholeNumber({ min: 0, max: 36_500 }).default(30),
  })
  .refine((env) => env.POLL_MIN_MS <= env.POLL_MAX_MS, {
    path: ["POLL_MIN_MS"],
    error: "must not be above POLL_MAX_MS",
  });

export type WorkerEnv = z.infer<typeof workerEnv>;
