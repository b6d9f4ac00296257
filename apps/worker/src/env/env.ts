import { archiveEnv } from "@dashqueue/archive";
import { SITES } from "@dashqueue/dashscope";
import { DAY_MS, NO_SPEND_LIMITS, redisEnv, STAGES } from "@dashqueue/queue/internal";
import {
  callbackEnv,
  commaSeparated,
  flag,
  hostEnv,
  hostList,
  json,
  jsonOrFile,
  modelsEnv,
  port,
  processEnv,
  providerUrl,
  proxyEnv,
  webhookEnv,
  wholeNumber,
} from "@dashqueue/service";
import { z } from "zod";

import { spendLimits } from "./spend-limits.ts";

const limits = z.record(
  z.string(),
  z.strictObject({ submitsPerSecond: z.number().positive(), maxInFlight: z.int().positive() }),
);

/** More would only move the line to the provider, where it is neither fair nor prioritized. */
const MOST_AHEAD = 2;

const account = z.strictObject({
  apiKey: z.string().min(1),
  baseUrl: providerUrl.optional(),
  site: z.enum(SITES).optional(),
  weight: z.number().positive().default(1),
  limits: limits.default({}),
  exclusive: z.boolean().optional(),
  feedAhead: z.int().min(0).max(MOST_AHEAD).optional(),
});

/** The account of `DASHSCOPE_API_KEY`. */
export const DEFAULT_ACCOUNT = "default";

/** The name of an account is part of Redis keys and metric labels. */
const accounts = jsonOrFile(
  z.record(
    z.string().regex(/^[\w.-]{1,64}$/, "must have 1 to 64 characters: letters, digits and . _ -"),
    account,
  ),
);

const stages = commaSeparated.pipe(
  z.array(z.enum(STAGES, `must be a comma-separated subset of ${STAGES.join(",")}`)).min(1),
);

const hasKey = (env: {
  DASHSCOPE_API_KEY?: string | undefined;
  DASHSCOPE_ACCOUNTS?: object | undefined;
}) => Boolean(env.DASHSCOPE_API_KEY) || Object.keys(env.DASHSCOPE_ACCOUNTS ?? {}).length > 0;

/** Milliseconds, up to a day. */
const milliseconds = (min: number) => wholeNumber({ min, max: DAY_MS });

export const workerEnv = z
  .object({
    ...redisEnv,
    ...processEnv,
    ...hostEnv,
    ...proxyEnv,
    ...archiveEnv,
    ...modelsEnv,
    /** Authenticates callbacks to the producer; here it only means that polls may be rarer. */
    ...callbackEnv,
    ...webhookEnv,
    WORKER_PORT: port.default(3002),
    DASHSCOPE_API_KEY: z.string().optional(),
    DASHSCOPE_ACCOUNTS: accounts.default({}),
    DASHSCOPE_LIMITS: json(limits).default({}),
    /** Whether no other system makes tasks on the accounts; an account may say otherwise. */
    DASHSCOPE_EXCLUSIVE: flag.default(false),
    /** How many tasks of a lane may wait at the provider; an account may say otherwise. */
    DASHSCOPE_FEED_AHEAD: wholeNumber({ min: 0, max: MOST_AHEAD }).default(0),
    DASHSCOPE_TIMEOUT_MS: milliseconds(1_000).default(30_000),
    /** Status queries per second that the provider allows an account. */
    DASHSCOPE_QUERY_QPS: wholeNumber({ min: 1, max: 1_000 }).default(20),
    RECONCILE_AFTER_MS: milliseconds(1_000).default(60_000),
    POLL_MIN_MS: milliseconds(100).default(1_000),
    POLL_MAX_MS: milliseconds(100).default(30_000),
    CALLBACK_SAFETY_NET_MS: milliseconds(100).default(300_000),
    REPAIR_INTERVAL_MS: wholeNumber({ min: 100, max: 30_000 }).default(15_000),
    PROBE_INTERVAL_MS: milliseconds(100).default(60_000),
    WORKER_STAGES: stages.default([...STAGES]),
    WORKER_CONCURRENCY: wholeNumber({ min: 1, max: 10_000 }).default(50),
    RETENTION_DAYS: wholeNumber({ min: 0, max: 36_500 }).default(30),
    RESULT_PRIVATE_HOSTS: hostList.default([]),
    DAILY_SPEND_LIMIT: spendLimits.default(NO_SPEND_LIMITS),
    ALLOW_UNBOUNDED_COST: flag.default(false),
  })
  .refine(hasKey, {
    // Runs even if other variables are invalid, so that one start names every problem.
    when: () => true,
    path: ["DASHSCOPE_API_KEY"],
    error: "is required unless DASHSCOPE_ACCOUNTS is set: create a key in the Model Studio console",
  })
  .refine((env) => env.POLL_MIN_MS <= env.POLL_MAX_MS, {
    path: ["POLL_MIN_MS"],
    error: "must not exceed POLL_MAX_MS",
  })
  .superRefine(({ DAILY_SPEND_LIMIT, DASHSCOPE_ACCOUNTS }, context) => {
    const names = Object.keys(DASHSCOPE_ACCOUNTS);
    const known = new Set(names.length > 0 ? names : [DEFAULT_ACCOUNT]);
    for (const name of Object.keys(DAILY_SPEND_LIMIT.accounts).filter((name) => !known.has(name)))
      context.addIssue({
        code: "custom",
        path: ["DAILY_SPEND_LIMIT", name],
        message: "is not the name of an account",
      });
  });

export type WorkerEnv = z.infer<typeof workerEnv>;
