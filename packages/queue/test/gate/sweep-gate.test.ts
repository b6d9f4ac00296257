import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { createSweepGate } from "../../src/gate/sweep-gate.ts";
import { createKeys } from "../../src/store/keys.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const AT = { account: "paris", baseUrl: "https://dashscope.aliyuncs.com/api/v1" };
const ELSEWHERE = { ...AT, baseUrl: "https://elsewhere.example" };

function open() {
  const keys = createKeys(testRedis().prefix);
  return { keys, gate: createSweepGate(redis, keys) };
}

it("leases the sweeps of an account at a host to one worker, until its lease ends", async () => {
  const { keys, gate } = open();
  expect(await gate.lease(AT, "ann")).toBe(true);
  expect([await gate.lease(AT, "bob"), await gate.lease(AT, "ann")]).toEqual([false, true]);
  expect(await gate.lease(ELSEWHERE, "bob")).toBe(true);
  await redis.del(keys.sweeper(AT.account, AT.baseUrl));
  expect(await gate.lease(AT, "bob")).toBe(true);
});

it("shares with all replicas what the sweeps have shown", async () => {
  const { keys, gate } = open();
  expect(await gate.state(AT)).toBeNull();
  const state = { sweptAt: 1, reachMs: 2, strikes: 0.5, offUntil: 3, offMs: 4 };
  await gate.setState(AT, state);
  expect(await gate.state(AT)).toEqual(state);
  expect(await gate.state(ELSEWHERE)).toBeNull();
  await redis.set(keys.sweep(AT.account, AT.baseUrl), '{"of":"a newer version"}');
  expect(await gate.state(AT)).toBeNull();
});

it("keeps the tasks that sweeps should show until they are settled", async () => {
  const { keys, gate } = open();
  const [one, other] = ["task-1", "task-2"].map((taskId) => ({ taskId, begunAt: 1, endedAt: 2 }));
  for (const task of [one!, other!]) await gate.expect(AT, task);
  await redis.hset(keys.sweepChecks(AT.account, AT.baseUrl), "task-3", '{"of":"a newer version"}');
  expect(await gate.expected(AT)).toEqual([one, other]);
  await gate.stopExpecting(AT, ["task-1"]);
  await gate.stopExpecting(AT, []);
  expect(await gate.expected(AT)).toEqual([other]);
});
