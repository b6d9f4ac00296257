import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { createExclusiveAccounts } from "../../src/gate/exclusive-accounts.ts";
import { createKeys } from "../../src/store/keys.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

it("believes a declaration until something contradicts it, for all workers", async () => {
  const keys = createKeys(testRedis().prefix);
  const [ann, bob] = [createExclusiveAccounts(redis, keys), createExclusiveAccounts(redis, keys)];
  expect(await ann.exclusiveSince("main")).toBeNull();
  await ann.declareExclusive("main", true);
  const since = await bob.exclusiveSince("main");
  expect(since).toBeGreaterThan(0);
  await bob.declareExclusive("main", true);
  expect(await ann.exclusiveSince("main")).toBe(since);

  expect(await ann.contradict("main", "task-9 is foreign")).toBe(true);
  expect(await bob.contradict("main", "task-10 is foreign")).toBe(false);
  await bob.declareExclusive("main", true);
  expect(await bob.exclusiveSince("main")).toBeNull();
  expect(await bob.contradictionOf("main")).toBe("task-9 is foreign");

  await redis.hset(keys.exclusive("main"), "since", 1);
  // A worker was started without the declaration.
  await ann.declareExclusive("main", false);
  expect(await bob.contradictionOf("main")).toBeNull();
  await bob.declareExclusive("main", true);
  expect(await bob.exclusiveSince("main")).toBeGreaterThan(1);
});
