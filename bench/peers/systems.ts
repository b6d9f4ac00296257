import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

import { startApp, startChild } from "@dashqueue/testing";

/** The provider of a system, and the stores it can use. */
export interface World {
  readonly baseUrl: string;
  readonly redisUrl: string;
  readonly databaseUrl: string;
  /** Between two polls of a task. */
  readonly pollMs: number;
}

export interface RunningSystem extends AsyncDisposable {
  /** The number of requests that have ended. */
  ended(): { readonly finished: number; readonly failed: number };
  /** Kills its worker with SIGKILL and restarts it at once, as a supervisor does. */
  killWorker(): Promise<void>;
}

export interface System {
  readonly name: string;
  /** Starts the system and enqueues this many requests. */
  start(world: World, requests: number): Promise<RunningSystem>;
}

/** A system whose worker is a script in `workers/`. */
export function workerSystem(name: string, script: string): System {
  return { name, start: (world, requests) => startWorker(world, script, requests) };
}

/**
 * Starts a script in `workers/`, which enqueues this many requests.
 *
 * @param own what it gets beside what all workers have
 */
export async function startWorker(
  world: World,
  script: string,
  requests: number,
  own: Readonly<Record<string, string>> = {},
): Promise<RunningSystem> {
  let [finished, failed] = [0, 0];
  const spawn = (count: number) =>
    startChild(process.execPath, [path.join(import.meta.dirname, "workers", script)], {
      env: {
        PATH: process.env["PATH"],
        BASE_URL: world.baseUrl,
        REDIS_URL: world.redisUrl,
        DATABASE_URL: world.databaseUrl,
        POLL_MS: String(world.pollMs),
        COUNT: String(count),
        ...own,
      },
      cwd: import.meta.dirname,
      onLine: (line) => {
        if (line === "finished") finished += 1;
        if (line === "failed") failed += 1;
      },
    });
  let worker = await spawn(requests);
  return {
    ended: () => ({ finished, failed }),
    async killWorker() {
      await worker.kill();
      worker = await spawn(0);
    },
    [Symbol.asyncDispose]: async () => void (await worker.kill()),
  };
}

/** @param own what its worker gets beside what all runs have */
export function dashqueueSystem(name: string, own: Readonly<Record<string, string>> = {}): System {
  return { name, start: (world, requests) => startDashqueue(world, requests, own) };
}

/** dashqueue with the URL of its producer. */
export type RunningDashqueue = RunningSystem & { readonly url: string };

/**
 * Starts dashqueue as `npm start` runs it, except for the provider's address and limits and the
 * polling interval.
 */
export async function startDashqueue(
  world: Omit<World, "databaseUrl">,
  requests: number,
  own: Readonly<Record<string, string>> = {},
): Promise<RunningDashqueue> {
  await using stack = new AsyncDisposableStack();
  const archive = await mkdtemp(path.join(tmpdir(), "dashqueue-bench-"));
  stack.defer(() => rm(archive, { recursive: true, force: true }));
  const env = {
    REDIS_URL: world.redisUrl,
    ARCHIVE_URL: `file:${archive}`,
    DASHSCOPE_API_KEY: "sk-simulator",
    DASHSCOPE_HTTP_BASE_URL: world.baseUrl,
    DASHSCOPE_LIMITS: JSON.stringify({ "*": { submitsPerSecond: 10_000, maxInFlight: 100 } }),
    POLL_MIN_MS: String(world.pollMs),
    POLL_MAX_MS: String(world.pollMs),
    // The provider has none in the measurement of throughput.
    DASHSCOPE_QUERY_QPS: "1000",
    PRODUCER_PORT: "0",
    WORKER_PORT: "0",
    ...own,
  };
  const producer = stack.use(await startApp("producer", env));
  const owned = stack.move();
  let worker = await startApp("worker", env);
  let ended = { finished: 0, failed: 0 };
  const closing = new AbortController();
  const watching = watch(producer.url, closing.signal, (next) => (ended = next));
  for (let number = 1; number <= requests; number += 1) await enqueue(producer.url, number);
  return {
    url: producer.url,
    ended: () => ended,
    async killWorker() {
      await worker.kill();
      worker = await startApp("worker", env);
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await watching;
      await worker.kill();
      await owned.disposeAsync();
    },
  };
}

/** A server may close an idle connection just as a request is sent on it. */
const CLOSE = { connection: "close" };

async function enqueue(producerUrl: string, number: number): Promise<void> {
  const response = await fetch(`${producerUrl}/v1/generations`, {
    method: "POST",
    headers: { "content-type": "application/json", ...CLOSE },
    body: JSON.stringify({
      model: "wan2.1-vace-plus",
      input: {
        function: "image_reference",
        prompt: `film ${number}`,
        ref_images_url: ["http://wanx.alicdn.com/material/20250318/image_reference_2_5_16.png"],
      },
      parameters: { size: "1280*720", obj_or_bg: ["obj"] },
    }),
  });
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
}

async function watch(
  producerUrl: string,
  signal: AbortSignal,
  onCount: (ended: { finished: number; failed: number }) => void,
): Promise<void> {
  while (!signal.aborted) {
    const count = async (status: string) => {
      const response = await fetch(`${producerUrl}/api/v1/tasks?page_size=1&status=${status}`, {
        headers: CLOSE,
      });
      return ((await response.json()) as { total: number }).total;
    };
    onCount({ finished: await count("SUCCEEDED"), failed: await count("FAILED") });
    await setTimeout(200, undefined, { signal }).catch(() => {});
  }
}
