import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { testRedis, waitFor } from "@dashqueue/testing";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { startStageWorker } from "../src/loop/stage-worker.ts";

const redis = new Redis(inject("redisUrl"), { maxRetriesPerRequest: null });
afterAll(() => redis.quit());

/** Blocks of 2 s are the test's; a longer one is a machine that stood still. */
const STOOD_STILL_MS = 2_800;

it("keeps a job on a worker whose event loop is busy", async () => {
  let run = await runBesideIdleWorker();
  while (run.longestBlockMs > STOOD_STILL_MS) run = await runBesideIdleWorker();
  expect(run.job).toMatchObject({
    returnvalue: "the busy one",
    attemptsStarted: 1,
    stalledCounter: 0,
  });
}, 120_000);

/** One job on a worker that blocks its event loop, while an idle worker waits for a stalled job. */
async function runBesideIdleWorker() {
  const { prefix } = testRedis();
  const script = fileURLToPath(new URL("./stand-ins/busy-worker.ts", import.meta.url));
  const busy = spawn(process.execPath, [script, inject("redisUrl"), prefix], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: busy.stdout })[Symbol.asyncIterator]();
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => void busy.kill("SIGKILL"));
  const queue = cleanup.adopt(new Queue("poll", { connection: redis, prefix }), (it) => it.close());
  const { id } = await queue.add("poll", {}, { jobId: "poll-gen_01" });
  await lines.next();
  const idle = startStageWorker({
    connection: redis,
    prefix,
    queue: "poll",
    concurrency: 1,
    processor: async () => "the idle one",
    onError: () => {},
  });
  cleanup.defer(() => idle.close());
  const longestBlock = await lines.next();
  const job = await waitFor(
    async () => {
      const found = await queue.getJob(id!);
      return found?.finishedOn !== undefined && found;
    },
    { timeoutMs: 60_000 },
  );
  return { job, longestBlockMs: Number(longestBlock.value) };
}
