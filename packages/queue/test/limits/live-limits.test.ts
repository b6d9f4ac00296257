import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { createLiveLimits, liveLimitsOf } from "../../src/limits/live-limits.ts";
import { createKeys } from "../../src/store/keys.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

it("keeps one limit for each account and model", async () => {
  const keys = createKeys(testRedis().prefix);
  const limits = createLiveLimits(redis, keys);
  const limit = { submitsPerSecond: 2, maxInFlight: 0 };
  const set = { ...limit, account: "paris", model: "*", setAt: 1, setBy: "ada" };
  const own = { ...set, model: "wan2.6-t2v", maxInFlight: 3 };
  for (const each of [set, { ...own, maxInFlight: 1 }, own, { ...set, account: "rome" }])
    await limits.set(each);
  await redis.hset(keys.liveLimits, "of a newer version", "{}");
  expect(await limits.get("paris", "wan2.6-t2v")).toEqual(own);
  expect(await limits.get("rome", "wan2.6-t2v")).toBeNull();
  const all = await limits.all();
  expect(all).toHaveLength(3);
  expect(liveLimitsOf(all, "paris")).toEqual({
    "*": limit,
    "wan2.6-t2v": { submitsPerSecond: 2, maxInFlight: 3 },
  });
  expect([await limits.remove("paris", "*"), await limits.remove("paris", "*")]).toEqual([
    true,
    false,
  ]);
  expect(liveLimitsOf(await limits.all(), "paris")).toHaveProperty("wan2.6-t2v");
});
