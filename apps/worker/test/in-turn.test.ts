import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { inTurn } from "../src/upkeep/housekeeping.ts";

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
