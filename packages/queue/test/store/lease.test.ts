import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { releaseLease, takeLease } from "../../src/store/leases/lease.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

it("has one holder at a time, which alone renews and releases it", async () => {
  const key = `${testRedis().prefix}:lease`;
  const take = (holder: string) => takeLease(redis, key, holder, 60_000);
  expect([await take("one"), await take("one"), await take("two")]).toEqual([true, true, false]);
  // The holder may have crashed.
  expect(await redis.pttl(key)).toBeGreaterThan(0);
  await releaseLease(redis, key, "two");
  expect(await take("two")).toBe(false);
  await releaseLease(redis, key, "one");
  expect(await take("two")).toBe(true);
  // One that was slow comes back after its lease has ended.
  await releaseLease(redis, key, "one");
  expect(await take("one")).toBe(false);
});
