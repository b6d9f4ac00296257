import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import type { WorkerReport } from "../../src/gate/worker-reports.ts";
import { createWorkerReports } from "../../src/gate/worker-reports.ts";
import { createKeys } from "../../src/store/keys.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const reportWith = (maxInFlight: number): WorkerReport => ({
  default: {
    baseUrl: "https://dashscope.aliyuncs.com/api/v1",
    limits: { "*": { submitsPerSecond: 1, maxInFlight } },
    feedAhead: 0,
    keyRefused: null,
  },
});

it("returns the reports of all live workers, and none of dead or newer ones", async () => {
  const keys = createKeys(testRedis().prefix);
  const [ann, bob] = ["ann", "bob"].map((id) => createWorkerReports(redis, keys, id));
  expect(await ann!.exchange(reportWith(1))).toEqual([reportWith(1)]);
  expect(await bob!.exchange(reportWith(2))).toEqual(
    expect.arrayContaining([reportWith(1), reportWith(2)]),
  );
  expect(await redis.pttl(keys.worker("ann"))).toBeGreaterThan(0);

  await bob!.withdraw();
  await redis.set(keys.worker("newer"), '{"default":{"limits":"none"}}');
  await redis.sadd(keys.workers, "newer", "crashed");
  expect(await ann!.exchange(reportWith(3))).toEqual([reportWith(3)]);
  expect((await redis.smembers(keys.workers)).toSorted()).toEqual(["ann", "newer"]);
});
