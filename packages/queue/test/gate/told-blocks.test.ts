import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { keepToldBlocks, readToldBlocks } from "../../src/gate/told-blocks.ts";
import { createKeys } from "../../src/store/keys.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

it("reads what was last recorded on the waiting generations", async () => {
  const keys = createKeys(testRedis().prefix);
  expect(await readToldBlocks(redis, keys)).toBeNull();
  for (const told of [
    { reason: "arrears", tenants: {}, at: 1 },
    { reason: null, tenants: { films: "daily_spend" }, at: 2 },
  ]) {
    await keepToldBlocks(redis, keys, told);
    expect(await readToldBlocks(redis, keys)).toEqual(told);
  }
  await redis.set(keys.toldBlocks, '{"reason":null,"at":3}');
  expect(await readToldBlocks(redis, keys)).toEqual({ reason: null, tenants: {}, at: 3 });
});
