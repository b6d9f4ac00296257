import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { startSimulator } from "@dashqueue/simulator";
import { startApp, waitFor } from "@dashqueue/testing";

import { LIMIT, LIMIT_OF_RUN, workerEnvironment } from "./measure.ts";
import type { MeasuredRedis } from "./measured-redis.ts";
import { startMeasuredRedis } from "./measured-redis.ts";
import { added, scaled } from "./readings.ts";
import { submit } from "./submissions.ts";

/** The first ones open the queues and load the scripts. */
const WARM_UP = 50;
const LIST_CALLS = 20;

export interface BacklogCost {
  /** What a generation that succeeds costs while the others wait. */
  readonly ms: number;
  readonly redisCpuMs: number;
  readonly commands: number;
  /** How long the first page of the gateway's task list takes, and the last one. */
  readonly firstPageMs: number;
  readonly lastPageMs: number;
}

/** Measures what a generation costs while this number of others waits for the same model. */
export async function measureBacklog(waiting: number, generations: number): Promise<BacklogCost> {
  await using stack = new AsyncDisposableStack();
  const archive = await mkdtemp(path.join(tmpdir(), "dashqueue-capacity-archive-"));
  stack.defer(async () => rm(archive, { recursive: true, force: true }));
  const redis = stack.use(await startMeasuredRedis());
  const limits = { "*": LIMIT };
  const simulator = stack.use(await startSimulator({ limits, pendingMs: 0, runningMs: 0 }));
  await submit(redis.url, waiting + WARM_UP + generations, 100);
  const pages = await measureTaskList(redis.url, waiting);

  stack.use(await startApp("worker", workerEnvironment(redis.url, archive, simulator.baseUrl)));
  const until = (ended: number) =>
    waitFor(async () => (await redis.ended()) >= ended, { ...LIMIT_OF_RUN, everyMs: 100 });
  await until(WARM_UP);
  const start = await read(redis);
  await until(start.ended + generations);
  const { ended, ...cost } = added(start, await read(redis));
  return { ...scaled(cost, 1 / ended), ...pages };
}

async function read(redis: MeasuredRedis) {
  const [load, ended] = await Promise.all([redis.load(), redis.ended()]);
  return { ...load, ended, ms: performance.now() };
}

/** Medians of calls one after the other. */
async function measureTaskList(redisUrl: string, waiting: number) {
  const env = { REDIS_URL: redisUrl, PRODUCER_PORT: "0" };
  await using producer = await startApp("producer", env);
  const medianMs = async (page: number) => {
    const times: number[] = [];
    while (times.length < LIST_CALLS) {
      const startedAt = performance.now();
      const response = await fetch(`${producer.url}/api/v1/tasks?page_size=10&page_no=${page}`);
      const { data } = (await response.json()) as { data: readonly unknown[] };
      if (data.length !== 10) throw new Error(`page ${page} has ${data.length} tasks`);
      times.push(performance.now() - startedAt);
    }
    return times.toSorted((one, other) => one - other)[LIST_CALLS / 2] ?? 0;
  };
  return { firstPageMs: await medianMs(1), lastPageMs: await medianMs(Math.floor(waiting / 10)) };
}
