import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

import { startSimulator } from "@dashqueue/simulator";
import { startApp, waitFor } from "@dashqueue/testing";

import type { Work } from "./measured-redis.ts";
import { startMeasuredRedis } from "./measured-redis.ts";
import { added, scaled } from "./readings.ts";
import type { Memory } from "./redis-memory.ts";
import { submit } from "./submissions.ts";

export const LIMIT = { submitsPerSecond: 1_000, maxInFlight: 20 };
const IDLE_MS = 20_000;
export const LIMIT_OF_RUN = { timeoutMs: 900_000, everyMs: 1_000 };

/** Returns what a generation adds to the memory of Redis while it waits. */
export async function measureWaiting(generations: number, promptLength: number): Promise<Memory> {
  await using redis = await startMeasuredRedis();
  // The first one loads the scripts.
  await submit(redis.url, 1, promptLength);
  const empty = await redis.memory();
  await submit(redis.url, generations, promptLength);
  return scaled(added(empty, await redis.memory()), 1 / generations);
}

interface Queries {
  /** Status queries to the provider. */
  readonly queries: number;
}

export interface Measured {
  /** What it adds once it has ended. */
  readonly memory: Memory;
  /** Without what the worker does all the time. */
  readonly work: Work & Queries;
  readonly idlePerSecond: Work & Queries;
}

/** Returns what a generation that succeeds costs Redis. */
export async function measureWork(
  generations: number,
  promptLength: number,
  runningMs: number,
): Promise<Measured> {
  await using stack = new AsyncDisposableStack();
  const archive = await mkdtemp(path.join(tmpdir(), "dashqueue-capacity-archive-"));
  stack.defer(async () => rm(archive, { recursive: true, force: true }));
  const redis = stack.use(await startMeasuredRedis());
  const limits = { "*": LIMIT };
  const simulator = stack.use(await startSimulator({ limits, pendingMs: 0, runningMs }));
  stack.use(await startApp("worker", workerEnvironment(redis.url, archive, simulator.baseUrl)));

  const run = async (count: number) => {
    const goal = (await redis.ended()) + count;
    await submit(redis.url, count, promptLength);
    await waitFor(async () => (await redis.ended()) === goal, LIMIT_OF_RUN);
  };
  const read = async () => ({
    ...(await redis.work()),
    queries: simulator.requests().filter(({ operation }) => operation === "get").length,
    ms: performance.now(),
  });
  // The first one opens the queues of the model and loads the scripts.
  await run(1);
  const empty = await redis.memory();
  const start = await read();
  await setTimeout(IDLE_MS);
  const idle = await read();
  await run(generations);
  const end = await read();

  const idleWork = added(start, idle);
  const idlePerMs = scaled(idleWork, 1 / idleWork.ms);
  const work = added(idle, end);
  return {
    memory: scaled(added(empty, await redis.memory()), 1 / generations),
    work: scaled(added(scaled(idlePerMs, work.ms), work), 1 / generations),
    idlePerSecond: scaled(idlePerMs, 1_000),
  };
}

export function workerEnvironment(redisUrl: string, archive: string, baseUrl: string) {
  return {
    REDIS_URL: redisUrl,
    ARCHIVE_URL: `file:${archive}`,
    DASHSCOPE_API_KEY: "sk-simulator",
    DASHSCOPE_HTTP_BASE_URL: baseUrl,
    DASHSCOPE_LIMITS: JSON.stringify({ "*": LIMIT }),
    POLL_MIN_MS: "1000",
    POLL_MAX_MS: "1000",
    WORKER_PORT: "0",
  };
}
