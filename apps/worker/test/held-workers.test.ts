import type { Generation } from "@dashqueue/queue/internal";
import { RESUBMIT_QUEUE } from "@dashqueue/queue/internal";
import { testRedis, waitFor } from "@dashqueue/testing";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { GENERATIONS } from "./fixtures/generations.ts";
import type { Stages } from "../src/loop/stage-workers.ts";
import { startStageWorkers } from "../src/loop/stage-workers.ts";

const redis = new Redis(inject("redisUrl"), { maxRetriesPerRequest: null });
afterAll(() => redis.quit());

const { queued } = GENERATIONS;
const unused = () => Promise.reject(new Error("this stage is not used"));

/** Its generations wait for their account until the signal aborts. */
const submit: Stages["submit"] = {
  stage: "submit",
  accepts: (generation): generation is Generation => generation.status === "queued",
  async run(_, { signal }) {
    if (!signal.aborted)
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    return { kind: "hand-back" };
  },
};
const stages = { submit } as Stages;

it("hands back a generation that waits in its kept slot once it is held", async () => {
  const { prefix } = testRedis();
  const closing = new AbortController();
  const board = new Queue(RESUBMIT_QUEUE, { connection: redis, prefix });
  const workers = startStageWorkers({
    connection: redis,
    prefix,
    enabled: ["submit"],
    stages,
    serveNext: unused,
    store: { get: async () => queued, tombstone: async () => null, models: async () => [] },
    queues: { ensure: unused },
    delays: { pollMs: () => 60_000, sendMs: 1, createMs: 60_000, reconcileMs: 60_000 },
    concurrency: 1,
    submitIntervalMs: () => 1,
    closing: closing.signal,
    now: () => Date.now(),
    observe: () => {},
    onError: () => {},
    onFailed: () => {},
  });
  const job = await board.add("submit", { generationId: queued.id, model: queued.request.model });
  await waitFor(async () => (await job.getState()) === "active");

  workers.hold();
  await waitFor(async () => (await job.getState()) === "waiting");
  await waitFor(() => workers.running()["submit"] === 0);

  workers.release();
  await waitFor(async () => (await job.getState()) === "active");
  closing.abort();
  await workers.close();
  expect(await job.getState()).toBe("waiting");
  await board.close();
});
