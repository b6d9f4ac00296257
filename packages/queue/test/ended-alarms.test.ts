import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, beforeEach, expect, inject, it } from "vitest";

import { FAILURE } from "./fixtures/generations.ts";
import type { EndedAlarm, EndedAlarms } from "../src/audit/ended-alarms.ts";
import { createEndedAlarms } from "../src/audit/ended-alarms.ts";
import { createAccountGate } from "../src/gate/account-gate.ts";
import { createCollectionGate } from "../src/gate/collection-gate.ts";
import type { Keys } from "../src/store/keys.ts";
import { createKeys } from "../src/store/keys.ts";
import { createWebhookEndpoints } from "../src/webhooks/endpoints.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const MODEL = "wan2.1-vace-plus";
const CREATED = { lane: { account: "default", model: MODEL }, model: MODEL };
const ARREARS = { ...FAILURE, kind: "arrears", message: "no money" } as const;
const DENIED = { ...FAILURE, kind: "model_denied", message: "not open" } as const;
const FULL = { ...FAILURE, kind: "storage", message: "full" } as const;
const ALARM: EndedAlarm = {
  scope: "account",
  name: "default",
  kind: "arrears",
  message: "no money",
  since: 1,
  until: 2,
};

let keys: Keys;
let alarms: EndedAlarms;

beforeEach(() => {
  keys = createKeys(testRedis().prefix);
  alarms = createEndedAlarms(redis, keys);
});

it("keeps the latest hundred, and skips what another version wrote", async () => {
  await alarms.record([]);
  expect(await alarms.since(0)).toEqual([]);
  for (let until = 2; until <= 103; until += 1)
    await alarms.record([{ ...ALARM, name: `a${until}`, until }]);
  const kept = await alarms.since(0);
  expect([kept.length, kept[0]?.until, kept.at(-1)?.until]).toEqual([100, 103, 4]);
  expect(await alarms.since(102)).toEqual([{ ...ALARM, name: "a103", until: 103 }]);
  await redis.lpush(keys.endedAlarms, JSON.stringify({ ...ALARM, scope: "newer" }));
  expect(await alarms.since(102)).toHaveLength(1);
});

it("continues one that several workers report, or that returns within minutes", async () => {
  const [minute, at] = [60_000, 1_795_826_156_377];
  const webhooks = { ...ALARM, scope: "webhooks", name: "films https://a", kind: null } as const;
  await alarms.record([{ ...webhooks, since: at, until: at + minute }]);
  await alarms.record([{ ...ALARM, since: at, until: at + minute }]);
  await alarms.record([{ ...webhooks, since: at - 5, until: at + 50 }]);
  await alarms.record([{ ...webhooks, since: at + 2 * minute, until: at + 3 * minute }]);
  expect(await alarms.since(0)).toEqual([
    { ...webhooks, since: at - 5, until: at + 3 * minute },
    { ...ALARM, since: at, until: at + minute },
  ]);
  await alarms.record([{ ...ALARM, since: at + 6 * minute, until: at + 7 * minute }]);
  await alarms.record([{ ...ALARM, kind: "quota_exhausted", since: at, until: at + minute }]);
  expect(await alarms.since(0)).toHaveLength(4);
});

it("has what a successful create request ended, except what ends by itself", async () => {
  const gate = createAccountGate(redis, keys);
  const before = Date.now();
  await gate.pause("default", ARREARS, 0, null);
  await gate.coolDown(CREATED, "lane", FAILURE, 0);
  await gate.coolDown(CREATED, "model", DENIED, 0);
  await gate.resume(CREATED);
  await gate.resume(CREATED);
  const ended = await alarms.since(0);
  expect(ended).toMatchObject([
    { scope: "account", name: "default", kind: "arrears", message: "no money" },
    { scope: "model", name: `${MODEL} (default)`, kind: "model_denied", message: "not open" },
  ]);
  for (const { since, until } of ended) {
    expect(since).toBeGreaterThan(before - 1_000);
    expect(until).toBeGreaterThanOrEqual(since);
  }
});

it("has a block of the collection of results", async () => {
  const gate = createCollectionGate(redis, keys);
  await gate.unblock({ worker: "ann", account: null });
  await gate.block({ worker: "ann", account: null }, FULL, 60_000);
  await gate.unblock({ worker: "ann", account: null });
  expect(await alarms.since(0)).toMatchObject([
    { scope: "collection", name: "", kind: "storage", message: "full" },
  ]);
});

it("has a webhook endpoint that failed more than once", async () => {
  const endpoints = createWebhookEndpoints(redis, keys);
  const to = { tenant: "films", url: "https://films.example/hook?secret=1" };
  const fail = (now: number) => {
    const failure = { generation: "gen_1", error: "HTTP 500", isProbe: false, retryAfterMs: null };
    return endpoints.learn(to, { kind: "failed", ...failure }, now);
  };
  await fail(1_000);
  await endpoints.learn(to, { kind: "accepted" }, 2_000);
  expect(await alarms.since(0)).toEqual([]);
  await fail(3_000);
  await fail(4_000);
  await endpoints.learn(to, { kind: "accepted" }, 5_000);
  expect(await alarms.since(0)).toEqual([
    {
      scope: "webhooks",
      name: "films https://films.example",
      kind: null,
      message: "HTTP 500",
      since: 3_000,
      until: 5_000,
    },
  ]);
});
