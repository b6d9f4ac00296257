import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { testRedis, waitFor } from "@dashqueue/testing";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it, onTestFinished } from "vitest";

import { startStageWorker } from "../src/loop/stage-worker.ts";

const redis = new Redis(inject("redisUrl"), { maxRetriesPerRequest: null });
afterAll(() => redis.quit());

/** A machine that stands still for longer than a lock lasts proves nothing, so it may try again. */
it("keeps a job on a worker whose event loop is busy", { retry: 2 }, async () => {
  const { prefix } = testRedis();
  const script = fileURLToPath(new URL("./stand-ins/busy-worker.ts", import.meta.url));
  const busy = spawn(process.execPath, [script, inject("redisUrl"), prefix], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void busy.kill("SIGKILL"));
  const queue = new Queue("poll", { connection: redis, prefix });
  onTestFinished(() => queue.close());
  const { id } = await queue.add("poll", {}, { jobId: "poll-gen_01" });
  await once(busy.stdout, "data");
  const idle = startStageWorker({
    connection: redis,
    prefix,
    queue: "poll",
    concurrency: 1,
    processor: async () => "the idle one",
    onError: () => {},
  });
  onTestFinished(() => idle.close());
  const done = await waitFor(
    async () => {
      const job = await queue.getJob(id!);
      return job?.finishedOn !== undefined && job;
    },
    { timeoutMs: 60_000 },
  );
  expect(done).toMatchObject({
    returnvalue: "the busy one",
    attemptsStarted: 1,
    stalledCounter: 0,
  });
});
