import { createKeys, createLiveLimits } from "@dashqueue/queue/internal";
import { createLogger } from "@dashqueue/service";
import { testRedis, waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { inTurn, startHousekeeping } from "../src/upkeep/housekeeping.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

it("works for one worker at a time, even when one was slower than its turn", async () => {
  const key = `${testRedis().prefix}:turn`;
  const done: string[] = [];
  const turn = (workerId: string, work: Promise<void>) =>
    inTurn({ redis, workerId }, key, async () => {
      await work;
      done.push(workerId);
    });
  const [slow, long] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const first = turn("slow", slow.promise);
  await turn("second", Promise.resolve());
  expect(done).toEqual([]);
  // Its turn ends while it works, and another worker has the next one.
  await redis.del(key);
  const second = turn("second", long.promise);
  slow.resolve();
  await first;
  await turn("third", Promise.resolve());
  expect(done).toEqual(["slow"]);
  long.resolve();
  await second;
  await turn("third", Promise.resolve());
  expect(done).toEqual(["slow", "second", "third"]);
});

it("reads the limits that operators set when they set them, not at its next turn", async () => {
  const keys = createKeys(testRedis().prefix);
  await using cleanup = new AsyncDisposableStack();
  const closing = new AbortController();
  const subscriber = cleanup.adopt(redis.duplicate(), (it) => it.disconnect());
  const limits = createLiveLimits(redis, keys);
  let reads = 0;
  const idle = async () => {};
  const housekeeping = startHousekeeping({
    subscriber,
    redis,
    keys,
    workerId: "worker",
    worker: {
      followModels: idle,
      slotFreed: () => {},
      isDraining: () => false,
      probe: idle,
      heartbeat: async () => void (reads += 1),
      readQuotas: idle,
      sweeps: [],
      checkCollection: idle,
      endOverdue: idle,
      archiveRecords: idle,
      relayMessages: idle,
      repair: idle,
    },
    intervalMs: 60_000,
    logger: createLogger("test", { level: "silent", pretty: false }),
    closing: closing.signal,
  });
  cleanup.defer(async () => {
    closing.abort();
    await housekeeping;
  });
  await waitFor(async () => reads > 0, { timeoutMs: 60_000 });
  // Its turns are 5 s apart: it has fewer than 20 of them in this time.
  const limit = { account: "default", model: "*", submitsPerSecond: 1, maxInFlight: 0 };
  for (let change = 0; change < 10; change += 1) {
    await limits.set({ ...limit, setAt: 0, setBy: "ada" });
    await limits.remove("default", "*");
  }
  await waitFor(async () => reads > 20, { timeoutMs: 60_000 });
  expect(reads).toBeGreaterThan(20);
});
