import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

import { startSimulator } from "@dashqueue/simulator";
import { startApp } from "@dashqueue/testing";

import { enqueue } from "../chaos/callers.ts";
import type { Figures } from "./figures.ts";
import { figuresOf } from "./figures.ts";

const MODEL = "wan2.1-vace-plus";
const SUBMITS_PER_SECOND = 50;
/** How many tasks may wait at the provider, for a worker that feeds ahead. */
const MAX_QUEUED = 9;
const QUEUE_PREFIX = "{dashqueue-bench}";

export interface BenchRun {
  /** How long each task runs, milliseconds. */
  readonly durationsMs: readonly number[];
  /** How many tasks the provider runs at a time. */
  readonly slots: number;
  /** Of the worker, beside what it needs to run. */
  readonly env: Readonly<Record<string, string>>;
  readonly redisUrl: string;
  /** Tells runs with the same Redis apart. */
  readonly name: string;
}

/** Submits all tasks at once to a producer and a worker, and waits until all have ended. */
export async function run(
  { durationsMs, slots, env, redisUrl, name }: BenchRun,
  onProgress: (ended: number) => void,
): Promise<Figures> {
  const limits = { [MODEL]: { submitsPerSecond: SUBMITS_PER_SECOND, maxInFlight: slots } };
  await using stack = new AsyncDisposableStack();
  const simulator = stack.use(
    await startSimulator({
      pendingMs: 0,
      limits: { [MODEL]: { ...limits[MODEL], maxQueued: MAX_QUEUED } },
    }),
  );
  const archive = await mkdtemp(path.join(tmpdir(), "dashqueue-bench-"));
  stack.defer(() => rm(archive, { recursive: true, force: true }));
  const common = {
    REDIS_URL: redisUrl,
    DASHQUEUE_PREFIX: `${QUEUE_PREFIX}:${name}`,
    ARCHIVE_URL: `file:${archive}`,
    DASHSCOPE_API_KEY: "sk-simulator",
    DASHSCOPE_HTTP_BASE_URL: simulator.baseUrl,
    DASHSCOPE_LIMITS: JSON.stringify(limits),
    PRODUCER_PORT: "0",
    WORKER_PORT: "0",
  };
  const producer = stack.use(await startApp("producer", common));
  const worker = stack.use(await startApp("worker", { ...common, ...env }));
  for (const [index, durationMs] of durationsMs.entries())
    await enqueue(producer.url, bodyOf(index, durationMs), `${name}-${index}`);
  for (let ended = 0; ended < durationsMs.length;) {
    await setTimeout(1_000);
    ended = await countSucceeded(worker.url);
    onProgress(ended);
  }
  return figuresOf(simulator.tasks(), simulator.requests(), slots);
}

function bodyOf(index: number, durationMs: number): unknown {
  const prompt = `film ${index} [sim:running-ms ${durationMs}]`;
  const ref_images_url = ["https://images.example/1.png"];
  return { model: MODEL, input: { function: "image_reference", prompt, ref_images_url } };
}

async function countSucceeded(workerUrl: string): Promise<number> {
  const metrics = await (await fetch(`${workerUrl}/metrics`)).text();
  return Number(/^dashqueue_generations\{status="succeeded"\} (\d+)$/m.exec(metrics)?.[1]);
}
