import { findModel } from "@dashqueue/dashscope";
import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, beforeEach, expect, inject, it } from "vitest";

import { BASE_URL, FAILURE } from "./fixtures/generations.ts";
import { createAccountGate } from "../src/gate/account-gate.ts";
import { createCollectionGate } from "../src/gate/collection-gate.ts";
import { createWorkerReports } from "../src/gate/worker-reports.ts";
import type { NextTries } from "../src/quote/next-tries.ts";
import { createNextTries } from "../src/quote/next-tries.ts";
import type { Keys } from "../src/store/keys.ts";
import { createKeys } from "../src/store/keys.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const lane = { account: "default", model: "wan2.1-vace-plus" };
const created = { lane, model: lane.model };
const DENIED = { ...FAILURE, kind: "model_denied" } as const;

let keys: Keys;
let tries: NextTries;

beforeEach(async () => {
  keys = createKeys(testRedis().prefix);
  tries = createNextTries(redis, keys, findModel);
  const account = { baseUrl: BASE_URL, limits: {}, feedAhead: 0, keyRefused: null };
  await createWorkerReports(redis, keys, "a").exchange({ default: account, other: account });
});

it("knows nothing of what was not refused, and changes nothing there", async () => {
  await redis.hset(keys.lane(lane), "nextCreateAt", Date.now() + 60_000);
  expect(await tries.of("account", "default")).toBeNull();
  expect(await tries.ofAnyAccount()).toBeNull();
  expect(await tries.of("model", lane.model)).toBeNull();
  await tries.tryNow("model", lane.model);
  await tries.tryNow("account", "default");
  expect(await redis.hget(keys.lane(lane), "nextCreateAt")).not.toBeNull();
  expect(await redis.exists(keys.account("default"))).toBe(0);
});

it("knows when a refused account is tried again, and lets it be tried at once", async () => {
  const before = Date.now();
  await createAccountGate(redis, keys).pause("other", FAILURE, 60_000, lane.model);
  const next = await tries.ofAnyAccount();
  expect(next).toMatchObject({ scope: "account", name: "other" });
  expect(next!.at).toBeGreaterThan(before + 50_000);
  expect(next!.refusedAt).toBeGreaterThan(before - 1_000);
  await tries.tryNow("account", "other");
  expect(await tries.of("account", "other")).toMatchObject({ at: 0 });
});

it("knows when a refused model is tried again, and lets it be tried at once", async () => {
  const before = Date.now();
  await createAccountGate(redis, keys).coolDown(created, "model", DENIED, 60_000);
  const next = await tries.of("model", lane.model);
  expect(next!.at).toBeGreaterThan(before + 50_000);
  expect(next!.refusedAt).toBeGreaterThan(before - 1_000);
  await redis.hdel(keys.model({ account: "default", model: lane.model }), "refusedAt");
  expect(await tries.of("model", lane.model)).toMatchObject({ refusedAt: null });
  await tries.tryNow("model", lane.model);
  expect(await tries.of("model", lane.model)).toMatchObject({ at: 0 });
});

it("knows when it is checked whether results can be collected, and asks the workers at once", async () => {
  const gate = createCollectionGate(redis, keys);
  expect(await tries.of("collection", "archive")).toBeNull();
  const full = { ...FAILURE, kind: "storage" } as const;
  await gate.block({ worker: "ann", account: null }, full, 60_000, 15_000);
  const next = await tries.of("collection", "archive");
  expect(next).toMatchObject({ scope: "collection", name: "archive" });
  expect(next!.at).toBeGreaterThan(Date.now());
  const subscriber = redis.duplicate();
  await subscriber.subscribe(keys.collectionChannel);
  const told = new Promise((resolve) => subscriber.once("message", (...said) => resolve(said)));
  await tries.tryNow("collection", "archive");
  expect(await told).toEqual([keys.collectionChannel, "archive"]);
  await subscriber.quit();
});
