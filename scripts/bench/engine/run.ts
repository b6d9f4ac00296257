import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

import { connectPatiently, createKeys, submitQueue } from "@dashqueue/queue/internal";
import { startApp, startInstantProvider, startRedis, waitFor } from "@dashqueue/testing";
import { Queue } from "bullmq";

import { added, scaled } from "../../capacity/readings.ts";
import { PREFIX } from "../../capacity/redis-memory.ts";
import { submit } from "../../capacity/submissions.ts";
import type { RedisCalls } from "./redis-calls.ts";
import { countCalls, recordCalls } from "./redis-calls.ts";
import type { Spent } from "./spent.ts";
import { spentBy } from "./spent.ts";

export interface EngineFigures {
  readonly perGeneration: Spent;
  readonly idlePerSecond: Spent;
  /** Of all counted generations. */
  readonly calls: RedisCalls;
}

export interface EngineRun {
  readonly generations: number;
  /** How many more are counted call by call, which slows Redis down. */
  readonly counted: number;
  /** Where the worker writes a CPU profile. */
  readonly profileFolder?: string | undefined;
}

const MODEL = "wan2.1-vace-plus";
const LIMITS = JSON.stringify({ "*": { submitsPerSecond: 100_000, maxInFlight: 100_000 } });
const PROMPT_LENGTH = 100;
const WARM_UP = 50;
const IDLE_MS = 5_000;
const LIMIT_OF_RUN = { timeoutMs: 600_000, everyMs: 200 };

/** Measures what generations cost one worker and Redis, from the submit job to the end. */
export async function runEngine(run: EngineRun): Promise<EngineFigures> {
  await using stack = new AsyncDisposableStack();
  const archive = await mkdtemp(path.join(tmpdir(), "dashqueue-bench-"));
  stack.defer(() => rm(archive, { recursive: true, force: true }));
  const redis = stack.use(await startRedis({ appendOnly: true }));
  const provider = stack.use(await startInstantProvider());
  const connection = connectPatiently(redis.url, PREFIX);
  stack.defer(() => connection.disconnect());
  const submits = new Queue(submitQueue(MODEL), { connection, prefix: PREFIX });
  stack.defer(() => submits.close());
  const env = environmentOf(redis.url, archive, provider.baseUrl, run.profileFolder);
  const worker = stack.use(await startApp("worker", env));
  const spent = () => spentBy(worker, connection);
  const keys = createKeys(PREFIX);
  const ended = () => connection.zcard(keys.finished);
  /** The records of ended generations are archived within seconds. */
  const archived = () =>
    waitFor(async () => (await connection.zcard(keys.unarchived)) === 0, LIMIT_OF_RUN);

  /** Submits them all, and only then lets the worker begin. */
  async function work(generations: number, onBegin = () => {}): Promise<Spent> {
    await submits.pause();
    const goal = (await ended()) + generations;
    await submit(redis.url, generations, PROMPT_LENGTH);
    onBegin();
    const before = await spent();
    await submits.resume();
    await waitFor(async () => (await ended()) === goal, LIMIT_OF_RUN);
    return added(before, await spent());
  }

  await work(WARM_UP);
  await archived();
  const before = await spent();
  await setTimeout(IDLE_MS);
  const idle = added(before, await spent());
  const busy = await work(run.generations);
  await archived();
  const calls = await recordCalls(redis.url, async (onBegin) => {
    await work(run.counted, onBegin);
    await archived();
  });
  return {
    perGeneration: scaled(busy, 1 / run.generations),
    idlePerSecond: scaled(idle, 1_000 / idle.ms),
    calls: countCalls(calls),
  };
}

function environmentOf(
  redisUrl: string,
  archive: string,
  baseUrl: string,
  profileFolder: string | undefined,
) {
  return {
    REDIS_URL: redisUrl,
    ARCHIVE_URL: `file:${archive}`,
    DASHSCOPE_API_KEY: "sk-bench",
    DASHSCOPE_HTTP_BASE_URL: baseUrl,
    DASHSCOPE_LIMITS: LIMITS,
    DASHSCOPE_QUERY_QPS: "1000",
    POLL_MIN_MS: "100",
    POLL_MAX_MS: "100",
    WORKER_PORT: "0",
    ...(profileFolder === undefined
      ? {}
      : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileFolder}` }),
  };
}
