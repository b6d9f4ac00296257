import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { createQuotas } from "../../src/limits/quotas.ts";
import { createKeys } from "../../src/store/keys.ts";

const HOUR_MS = 60 * 60 * 1000;
const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const of = (account: string, readAt: number) => ({
  account,
  baseUrl: "https://dashscope.aliyuncs.com/api/v1",
  readAt,
  models: { "wan2.6-t2v": { submitsPerSecond: 5, maxInFlight: null, maxQueued: 9 } },
});

it("keeps the newest quotas of each account for a day", async () => {
  let now = 0;
  const keys = createKeys(testRedis().prefix);
  const quotas = createQuotas(redis, keys, () => now);
  expect(await quotas.all()).toEqual([]);
  for (const account of ["paris", "rome"]) await quotas.store(of(account, 0));
  await quotas.store(of("rome", HOUR_MS));
  await redis.hset(keys.quotas, "of a newer version", "{}");
  const all = await quotas.all();
  expect(all).toHaveLength(2);
  expect(all).toEqual(expect.arrayContaining([of("paris", 0), of("rome", HOUR_MS)]));
  now = 24 * HOUR_MS;
  expect(await quotas.all()).toEqual([of("rome", HOUR_MS)]);
});

it("lets one worker at a time read the quotas of an account", async () => {
  const { claim } = createQuotas(redis, createKeys(testRedis().prefix), () => 0);
  const claims = await Promise.all([1, 2].map(() => claim(of("paris", 0))));
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await claim(of("rome", 0))).toBe(true);
});
