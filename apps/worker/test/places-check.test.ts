import type { Queued, SpendLimits, TenantLimits } from "@dashqueue/queue/internal";
import {
  createGenerationStore,
  createKeys,
  createLine,
  createTenants,
  DEFAULT_WEIGHT,
  NO_LIMITS,
  NO_SPEND_LIMITS,
} from "@dashqueue/queue/internal";
import { rememberServer, testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import type { Account } from "../src/accounts/accounts.ts";
import { readFits } from "../src/assembly/repair-ports.ts";
import { createPlacesCheck } from "../src/upkeep/places-check.ts";
import { GENERATIONS, START } from "./fixtures/generations.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const { model } = GENERATIONS.queued.request;
const never = new AbortController().signal;
// The queued generation costs 3.50 CNY there.
const beijing = {
  name: "beijing",
  baseUrl: "https://dashscope.aliyuncs.com/api/v1",
  weight: 1,
} as unknown as Account;
const daily = (amount: string): SpendLimits => ({ overall: { CNY: amount }, accounts: {} });

async function openLine() {
  const keys = createKeys(testRedis().prefix);
  await rememberServer(redis, keys.prefix);
  const store = createGenerationStore(redis, keys, () => START);
  const line = createLine(redis, keys);
  const tenants = createTenants(redis, keys);
  let count = 0;
  return {
    keys,
    store,
    async limit(amount: string) {
      const dailySpend = { amount, currency: "CNY" } as const;
      const settings = { name: null, weight: DEFAULT_WEIGHT, createdAt: 0, disabledAt: null };
      await tenants.create({ id: "films", limits: NO_LIMITS, ...settings });
      await tenants.change("films", { limits: { dailySpend } satisfies Partial<TenantLimits> });
    },
    async accept(tenant = "films"): Promise<Queued> {
      count += 1;
      const id = `gen_${String(count).padStart(3, "0")}`;
      const estimate = { amount: "3.50", currency: "CNY" } as const;
      const generation = { ...GENERATIONS.queued, id, revision: 0, tenant, estimate };
      await store.accept(generation, null);
      return generation;
    },
    putBehindAll: ({ id, tenant }: Queued, waitMs = 300_000) =>
      line.park({ id, model, tenant }, waitMs, "behind all"),
    async inLine(tenant = "films") {
      const lanes = [
        { lane: { account: "beijing", model }, limits: { maxInFlight: 9, raiseMs: 1 } },
      ];
      await line.pick({ id: "ticket", model, own: null }, { lanes, expectedMs: 1 });
      return redis.zrange(keys.line(model, tenant), "0", "-1");
    },
    /** A worker that has just started with this limit. */
    pass: (spendLimits = NO_SPEND_LIMITS, refusedMs = 0) =>
      createPlacesCheck({
        store,
        line,
        readFits: () =>
          readFits({
            tenants,
            accounts: [beijing],
            findModel: () => undefined,
            keyRefusals: { waitMs: () => refusedMs },
            spendLimits,
          }),
      }),
  };
}

it("returns what was put behind all by a limit that had just been raised", async () => {
  const line = await openLine();
  await line.limit("3");
  const [parked, back, later] = [await line.accept(), await line.accept(), await line.accept()];
  // A worker was refused. Before it says so, an operator raises the limit.
  await line.limit("3.50");
  await line.putBehindAll(parked);
  await line.putBehindAll(back, 0);
  expect(await line.inLine()).toEqual([later.id, back.id]);
  await line.pass()(never);
  expect(await line.inLine()).toEqual([parked.id, back.id, later.id]);
  expect(await redis.exists(line.keys.behindAll(model))).toBe(0);
});

it("returns what a higher DAILY_SPEND_LIMIT has room for, once a worker has it", async () => {
  const line = await openLine();
  const [dear, later] = [await line.accept("games"), await line.accept("games")];
  await line.putBehindAll(dear, 0);
  await line.pass(daily("3.49"))(never);
  expect(await line.inLine("games")).toEqual([later.id, dear.id]);
  // The door would ask no lane.
  await line.pass(daily("3.50"), 1_000)(never);
  expect(await line.inLine("games")).toEqual([later.id, dear.id]);
  await line.pass(daily("3.50"))(never);
  expect(await line.inLine("games")).toEqual([dear.id, later.id]);
});

it("forgets those that no longer wait, and keeps those that it cannot read", async () => {
  const line = await openLine();
  const [ended, unreadable] = [await line.accept(), await line.accept()];
  for (const one of [ended, unreadable]) await line.putBehindAll(one);
  await line.store.change(ended, { kind: "cancel-requested" });
  await redis.hset(line.keys.generation(unreadable.id), "record", "{}");
  await line.pass()(never);
  const behind = await redis.zrange(line.keys.behindAll(model), 0, "-1");
  expect(behind).toEqual([`films:${unreadable.id}`]);
});

it("finds those of every page", async () => {
  const line = await openLine();
  const all: string[] = [];
  for (let i = 0; i < 205; i += 1) {
    const one = await line.accept(i % 2 === 0 ? "films" : "games");
    await line.putBehindAll(one);
    all.push(one.id);
  }
  await line.limit("3");
  await line.pass()(never);
  const odd = all.filter((_, index) => index % 2 === 1);
  for (let turn = 0; turn < 2; turn += 1) await line.inLine("games");
  expect(await line.inLine("games")).toEqual(odd);
  // The limit of the tenant is raised: its own return without a worker.
  await line.limit("3.50");
  for (let turn = 0; turn < 2; turn += 1) await line.inLine();
  expect(await line.inLine()).toEqual(all.filter((id) => !odd.includes(id)));
});
