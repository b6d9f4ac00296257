import { setTimeout } from "node:timers/promises";

import type { BudgetLimit, Queued } from "@dashqueue/queue/internal";
import {
  createGenerationStore,
  createKeys,
  createLine,
  createTenants,
  DEFAULT_WEIGHT,
  NO_LIMITS,
} from "@dashqueue/queue/internal";
import { rememberServer, testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import type { LaneAnswer } from "../src/lanes/admission.ts";
import type { LinePorts } from "../src/line/next-in-line.ts";
import { admitNext } from "../src/line/next-in-line.ts";
import { GENERATIONS, START } from "./fixtures/generations.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const { model } = GENERATIONS.queued.request;
const LIMITS = { maxInFlight: 1, intervalMs: 0, raiseMs: 60_000, probeMs: 60_000 };
/** The queued generation costs 3.50 CNY in Beijing and 0.50 USD in Singapore. */
const BEIJING = { name: "beijing", baseUrl: "https://dashscope.aliyuncs.com/api/v1" };
const SINGAPORE = { name: "singapore", baseUrl: "https://dashscope-intl.aliyuncs.com/api/v1" };

interface Settings {
  /** Of each lane. */
  readonly maxInFlight?: number;
  /** Generations that may cost more than the daily limit of every account. */
  readonly unaffordable?: ReadonlySet<string>;
}

/** A door of the model, with a lane on each account and the real scripts of the line. */
async function openDoor(
  accounts: readonly { name: string; baseUrl: string }[],
  { maxInFlight = 1, unaffordable = new Set() }: Settings = {},
) {
  const limits = { ...LIMITS, maxInFlight };
  const keys = createKeys(testRedis().prefix);
  await rememberServer(redis, keys.prefix);
  const store = createGenerationStore(redis, keys, () => START);
  const line = createLine(redis, keys);
  const tenants = createTenants(redis, keys);
  const begun: string[] = [];
  const told: BudgetLimit[] = [];
  const tried: string[] = [];
  const laneOn = (name: string) => ({ account: name, model });
  const ports: LinePorts = {
    line,
    get: store.get,
    expire: async () => null,
    holding: (_ticket, work) => work(),
    termsOf: () => ({
      lanes: accounts.map(({ name }) => ({ lane: laneOn(name), limits })),
      expectedMs: 1,
    }),
    doorsFor({ id }) {
      tried.push(id);
      if (unaffordable.has(id)) return { kind: "unaffordable" };
      const doors = accounts.map(({ name, baseUrl }) => ({
        name,
        async admit(): Promise<LaneAnswer> {
          begun.push(id);
          const answer = await store.begin(id, { lane: laneOn(name), baseUrl, limits });
          if (answer.kind === "missing" || answer.kind === "ignored") throw new Error(answer.kind);
          if (answer.kind !== "changed") return answer;
          const { generation } = answer;
          if (generation.status !== "submitting") throw new Error(generation.status);
          return { kind: "admitted", generation, mediaUrls: new Map() };
        },
      }));
      return { kind: "doors", doors };
    },
    overBudget: async (_tenant, limit) => void told.push(limit),
    findLateTask: async () => ({ kind: "none" }),
    checkAfterRestart: async () => {},
    bell: { next: () => new AbortController().signal },
    sleep: async (ms) => {
      if (ms > 100) throw new Error("waits");
      await setTimeout(ms);
    },
    now: () => START,
  };
  let count = 0;
  return {
    keys,
    begun,
    told,
    /** Those that asked for a lane, in order, even if none can afford them. */
    tried,
    limit: async (daily: string) => {
      const dailySpend = { amount: daily, currency: "CNY" } as const;
      const limits = { ...NO_LIMITS, dailySpend };
      const settings = { name: null, weight: DEFAULT_WEIGHT, createdAt: 0, disabledAt: null };
      await tenants.create({ id: "films", limits, ...settings });
    },
    async accept(tenant: string, priority = 0): Promise<Queued> {
      count += 1;
      const id = `gen_${count}`;
      const generation = { ...GENERATIONS.queued, id, revision: 0, tenant, priority };
      await store.accept(generation, null);
      return generation;
    },
    enter: () =>
      admitNext(
        { id: "ticket", model, own: null },
        ports,
        async () => {},
        new AbortController().signal,
      ),
  };
}

it("serves another tenant next, however many generations wait beyond a budget (G12)", async () => {
  const door = await openDoor([BEIJING]);
  await door.limit("0");
  for (let i = 0; i < 50; i += 1) await door.accept("films");
  const other = await door.accept("games");
  expect(await door.enter()).toMatchObject({ kind: "admitted", queued: { id: other.id } });
  // A tenant is passed over for ten milliseconds, so a slow machine tries more than one of it.
  expect(door.begun.at(-1)).toBe(other.id);
  expect(door.begun.length).toBeLessThan(20);
});

it("does not pass over a tenant that one of its accounts admits", async () => {
  const door = await openDoor([BEIJING, SINGAPORE]);
  await door.limit("3.50");
  for (let i = 0; i < 3; i += 1) await door.accept("films");
  expect(await door.enter()).toMatchObject({ queued: { id: "gen_1" } });
  // Beijing is full and its budget used up; Singapore bills in the other currency.
  expect(await door.enter()).toMatchObject({ generation: { attempt: { account: "singapore" } } });
  expect(await redis.hget(door.keys.lineTenants(model), "films")).toBe("known");
  expect(door.told).toEqual([]);
});

it("serves another tenant in a lane that a budget does not allow while the others are full (G12)", async () => {
  const door = await openDoor([BEIJING, SINGAPORE]);
  await door.limit("3.49");
  for (let i = 0; i < 2; i += 1) await door.accept("films");
  expect(await door.enter()).toMatchObject({ generation: { attempt: { account: "singapore" } } });
  const other = await door.accept("games");
  expect(await door.enter()).toMatchObject({ kind: "admitted", queued: { id: other.id } });
  expect(door.told).toEqual([]);
});

it("lets no generation wait behind those that no day has room for (G12)", async () => {
  const unaffordable = new Set<string>();
  const door = await openDoor([BEIJING], { maxInFlight: 9, unaffordable });
  for (let i = 0; i < 50; i += 1) unaffordable.add((await door.accept("films", 5)).id);
  const cheap = await door.accept("films");
  const others = [await door.accept("games"), await door.accept("games")];
  // Other tenants are served meanwhile, though films is entitled before the second one.
  for (const { id } of others) expect(await door.enter()).toMatchObject({ queued: { id } });
  expect(door.tried.length).toBeLessThan(10);
  expect(await door.enter()).toMatchObject({ queued: { id: cheap.id } });
  expect(door.tried).toHaveLength(53);
  // Five minutes later they are tried again, but only once none of its others waits.
  for (const id of unaffordable) await redis.zadd(door.keys.parked(model), 0, id);
  const later = await door.accept("films");
  expect(await door.enter()).toMatchObject({ queued: { id: later.id } });
  expect(door.tried).toHaveLength(54);
});
