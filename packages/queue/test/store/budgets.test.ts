import { rememberServer, testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";

import { DAY_MS } from "../../src/costs/cost-totals.ts";
import type { Queued } from "../../src/generation/generation.ts";
import type { Line } from "../../src/line/line.ts";
import { createLine } from "../../src/line/line.ts";
import type { GenerationStore } from "../../src/store/generation-store.ts";
import { createGenerationStore } from "../../src/store/generation-store.ts";
import type { Keys } from "../../src/store/keys.ts";
import { createKeys } from "../../src/store/keys.ts";
import type { TenantLimits } from "../../src/tenants/tenant.ts";
import { NO_LIMITS } from "../../src/tenants/tenant.ts";
import { createTenants } from "../../src/tenants/tenants.ts";
import {
  ACCEPTED,
  answered,
  BASE_URL,
  FAILED,
  FAILURE,
  queued,
  read,
  START,
  SUCCEEDED,
} from "../fixtures/generations.ts";

const redis = new Redis(inject("redisUrl"));
const others = new Redis(inject("redisUrl"));
afterAll(() => Promise.all([redis.quit(), others.quit()]));

/** Costs 3.50 CNY; an image of the other model costs 0.20 CNY. */
const VIDEO = queued().request;
const IMAGE = { model: "wan2.5-t2i-preview", input: { prompt: "a" }, parameters: { n: 1 } };
const limits = { maxInFlight: 99, intervalMs: 0, raiseMs: 60_000, probeMs: 60_000 };
const cny = (amount: string) => ({ amount, currency: "CNY" }) as const;

let now = START;
let keys: Keys;
let stores: readonly [GenerationStore, GenerationStore];
let line: Line;
beforeEach(async () => {
  now = START;
  keys = createKeys(testRedis().prefix);
  await rememberServer(redis, keys.prefix);
  stores = [
    createGenerationStore(redis, keys, () => now),
    createGenerationStore(others, keys, () => now),
  ];
  line = createLine(redis, keys);
});

let count = 0;
async function accepted(
  tenant = "films",
  request: Queued["request"] = VIDEO,
  estimate: Queued["estimate"] = null,
): Promise<string> {
  count += 1;
  const id = `gen_${String(count).padStart(6, "0")}`;
  await stores[0].accept(queued({ id, tenant, request, estimate }), null);
  return id;
}
function begin(id: string, store = stores[0], { model } = VIDEO) {
  return store.begin(id, { lane: { account: "default", model }, baseUrl: BASE_URL, limits });
}
async function running(tenant = "films"): Promise<string> {
  const id = await accepted(tenant);
  await begin(id);
  await stores[0].change(id, answered({ ...ACCEPTED, taskId: `task of ${id}` }));
  return id;
}
async function limit(given: Partial<TenantLimits>, id = "films"): Promise<void> {
  const tenants = createTenants(redis, keys);
  const settings = { name: null, weight: 1, limits: NO_LIMITS, createdAt: 0, disabledAt: null };
  await tenants.create({ id, ...settings });
  await tenants.change(id, { limits: given });
}
const DAILY = (amount: string) => ({ name: "daily_spend", ...cny(amount) });

describe("a budget", () => {
  it("is never exceeded, however many workers begin at once", async () => {
    await limit({ dailySpend: cny("17.50") });
    const ids: string[] = [];
    for (let i = 0; i < 20; i += 1) ids.push(await accepted());
    const begun = await Promise.all(
      ids.map((id, index) => begin(id, stores[index % 2 === 0 ? 0 : 1])),
    );
    expect(begun.filter(({ kind }) => kind === "changed")).toHaveLength(5);
    expect(begun.filter(({ kind }) => kind === "over-budget")).toHaveLength(15);
    expect(await stores[0].spentBy("films", "2026-11-22")).toMatchObject({
      daily_spend: { CNY: "17.50" },
    });
  });

  it("is held, settled or released, and stays reserved while the outcome is unknown", async () => {
    await limit({ dailySpend: cny("10.50") });
    const [settled, failed, lost] = [await running(), await running(), await running()];
    const next = await accepted();
    const over = { kind: "over-budget", limit: DAILY("10.50"), waitMs: 14 * 60 * 60 * 1000 };
    expect(await begin(next)).toEqual(over);
    await stores[0].change(settled, read({ ...SUCCEEDED, id: `task of ${settled}` }));
    const uncertain = await accepted("games");
    await begin(uncertain);
    expect(await begin(next)).toEqual(over);
    await stores[0].change(failed, read({ ...FAILED, id: `task of ${failed}` }));
    expect(await begin(next)).toMatchObject({ kind: "changed" });
    await stores[0].change(next, answered({ kind: "unknown", failure: FAILURE }));
    expect(await begin(await accepted())).toEqual(over);
    await stores[0].change(lost, read({ ...FAILED, id: `task of ${lost}` }));
    expect(await begin(await accepted())).toMatchObject({ kind: "changed" });
  });

  it("counts what was spent before it was set, even by a version without budgets", async () => {
    await Promise.all([running(), running("games"), running("default")]);
    now += DAY_MS;
    await running();
    await limit({ monthlySpend: cny("10.49") });
    const next = await accepted();
    const waitMs = Date.UTC(2026, 11, 1) - now;
    const most = { name: "monthly_spend", ...cny("10.49") };
    expect(await begin(next)).toEqual({ kind: "over-budget", limit: most, waitMs });
    await limit({ monthlySpend: cny("10.50") });
    expect(await begin(next)).toMatchObject({ kind: "changed" });
    expect(await begin(await accepted("default"))).toMatchObject({ kind: "changed" });
  });

  it("is compared with the right sum again after a version that did not count", async () => {
    await limit({ dailySpend: cny("10.50"), monthlySpend: cny("14") });
    await running();
    now += DAY_MS;
    await running();
    expect(await stores[0].correctSums("2026-11-23")).toEqual([]);
    // Without the sums of the tenant.
    const total = JSON.stringify(["amount", "default", VIDEO.model, "held", "CNY", "films"]);
    await redis.hincrby(keys.costs("2026-11-23"), total, 3_500_000_001);
    const found = await Promise.all(stores.map((store) => store.correctSums("2026-11-23")));
    expect(found).toContainEqual([{ tenant: "films", currency: "CNY" }]);
    expect(await stores[0].spentBy("films", "2026-11-23")).toEqual({
      daily_spend: { CNY: "7.000000001", USD: "0.00" },
      monthly_spend: { CNY: "10.500000001", USD: "0.00" },
    });
    expect(await begin(await accepted())).toMatchObject({ limit: { name: "monthly_spend" } });
    // The days are compared without a sum of the month, too.
    await redis.del(keys.costs("2026-11"));
    await redis.hincrby(keys.costs("2026-11-23"), total, 1);
    expect(await stores[0].correctSums("2026-11-23")).toHaveLength(1);
    expect(await stores[0].correctSums("2026-11-23")).toEqual([]);
  });

  it("resets with the UTC day and month, and a cost stays in its own", async () => {
    await limit({ dailySpend: cny("3.50"), monthlySpend: cny("7") });
    now = Date.UTC(2026, 10, 29, 23, 59);
    const first = await running();
    expect(await begin(await accepted())).toMatchObject({ kind: "over-budget", waitMs: 60_000 });
    now += 60_000;
    await running();
    expect(await begin(await accepted())).toMatchObject({ limit: { name: "monthly_spend" } });
    now += DAY_MS;
    const third = await running();
    expect(await stores[0].get(third)).toMatchObject({ status: "running" });
    // Released in the month in which it began.
    await stores[0].change(first, read({ ...FAILED, id: `task of ${first}` }));
    expect(await begin(await accepted())).toMatchObject({ limit: { name: "daily_spend" } });
    expect(await stores[0].spentBy("films", "2026-11-29")).toMatchObject({
      daily_spend: { CNY: "0.00" },
      monthly_spend: { CNY: "3.50" },
    });
  });

  it("is that of one tenant and one currency, and of every price that is known", async () => {
    await limit({ dailySpend: { amount: "0", currency: "USD" }, monthlySpend: cny("3.49") });
    expect(await begin(await accepted())).toEqual({
      kind: "beyond-budget",
      limit: { name: "monthly_spend", ...cny("3.49") },
      isUnbounded: false,
    });
    expect(await begin(await accepted("games"))).toMatchObject({ kind: "changed" });
  });

  it("refuses what nothing bounds the cost of, unless the tenant may submit it", async () => {
    const unbounded = [
      { model: "vidu/viduq3-pro-fast_img2video", input: { prompt: "a" } },
      { model: "fun-asr", input: { file_urls: ["https://media.example/1.mp3"] } },
    ];
    await limit({ dailySpend: cny("7") });
    for (const request of unbounded)
      expect(await begin(await accepted("films", request), stores[0], request)).toEqual({
        kind: "beyond-budget",
        limit: DAILY("7"),
        isUnbounded: true,
      });
    await limit({ allowUnboundedCost: true });
    for (const request of unbounded)
      expect(await begin(await accepted("films", request), stores[0], request)).toMatchObject({
        kind: "changed",
      });
    // Until the limit is used up.
    await Promise.all([running(), running()]);
    for (const request of unbounded)
      expect(await begin(await accepted("films", request), stores[0], request)).toMatchObject({
        kind: "over-budget",
      });
  });

  it("is exceeded by what the provider charges in spite of it, and then nothing is sent", async () => {
    await limit({ dailySpend: cny("4") });
    const [dear, lost] = [await running(), await accepted()];
    // The provider's usage costs more than the most that was expected.
    const ended = { ...SUCCEEDED, id: `task of ${dear}`, usage: { video_duration: 10 } };
    await stores[0].change(dear, read(ended));
    expect(await stores[0].spentBy("films", "2026-11-22")).toMatchObject({
      daily_spend: { CNY: "7.00" },
    });
    expect(await begin(lost)).toMatchObject({ kind: "over-budget" });
    // Redis has lost the intent of a create request, whose task is found.
    const begun = { account: "default", lane: VIDEO.model, baseUrl: BASE_URL, begunAt: now };
    await stores[0].change(lost, { kind: "task-recovered", begun, taskId: "t", requestId: null });
    expect(await stores[0].spentBy("films", "2026-11-22")).toMatchObject({
      daily_spend: { CNY: "10.50" },
    });
    expect(await begin(await accepted())).toMatchObject({ kind: "over-budget" });
  });
});

/** For at most the minute that the tests say. */
const PASSED_OVER = { kind: "tenants-full", waitMs: expect.closeTo(60_000, -5) as number };

describe("a tenant that has used up its budget", () => {
  const pick = (model: string) =>
    line.pick(
      { id: "ticket", model, own: null },
      { lanes: [{ lane: { account: "default", model }, limits }], expectedMs: 1 },
    );

  it("is passed over at this model, and then tried again in the same order (G12)", async () => {
    await limit({ dailySpend: cny("5") });
    await running();
    const [first] = [await accepted(), await accepted()];
    const other = await accepted("games");
    expect(await begin(first)).toMatchObject({ kind: "over-budget" });
    await line.rest({ model: VIDEO.model, tenant: "films" }, 60_000);
    expect(await pick(VIDEO.model)).toMatchObject({ kind: "picked", id: other });
    await begin(other);
    expect(await pick(VIDEO.model)).toEqual(PASSED_OVER);
    // A cheaper model of the tenant goes on.
    const image = await accepted("films", IMAGE);
    expect(await pick(IMAGE.model)).toMatchObject({ kind: "picked", id: image });
    expect(await begin(image, stores[0], IMAGE)).toMatchObject({ kind: "changed" });
    await redis.hset(keys.lineTenants(VIDEO.model), { films: Date.now() - 1 });
    expect(await pick(VIDEO.model)).toMatchObject({ kind: "picked", id: first });
    expect(await redis.hget(keys.lineTenants(VIDEO.model), "films")).toBe("known");
  });

  it("is tried at once when its limit is changed", async () => {
    await limit({ dailySpend: cny("3.50") });
    await running();
    const [next, other] = [await accepted(), await accepted("games")];
    const beyond = await accepted("films", VIDEO, cny("3.60"));
    for (const [id, tenant] of [[beyond, "films"] as const, [other, "games"] as const])
      await line.park({ id, model: VIDEO.model, tenant }, 300_000, "behind all");
    await line.rest({ model: VIDEO.model, tenant: "films" }, 60_000);
    await createTenants(redis, keys).change("films", { weight: 2 });
    expect(await pick(VIDEO.model)).toEqual(PASSED_OVER);
    await limit({ dailySpend: cny("7") });
    expect(await pick(VIDEO.model)).toMatchObject({ kind: "picked", id: next });
    expect(await redis.zscore(keys.line(VIDEO.model, "films"), beyond)).not.toBeNull();
    expect(await redis.zrange(keys.parked(VIDEO.model), "0", "-1")).toEqual([other]);
  });

  it("gets back what no limit lets through, in its place, once a higher limit does", async () => {
    await limit({ dailySpend: cny("3") });
    const priced = (amount: string) => accepted("films", VIDEO, cny(amount));
    const [first, second, third] = [await priced("3.5"), await priced("3.5"), await priced("3.5")];
    const cheap = await priced("0.2");
    const other = await accepted("games");
    for (const id of [second, first])
      await line.park({ id, model: VIDEO.model, tenant: "films" }, 300_000, "behind all");
    // It came back already.
    await line.park({ id: third, model: VIDEO.model, tenant: "films" }, 0, "behind all");
    await line.park({ id: other, model: VIDEO.model, tenant: "games" }, 300_000, "behind all");
    expect(await pick(VIDEO.model)).toMatchObject({ id: cheap });
    const inLine = () => redis.zrange(keys.line(VIDEO.model, "films"), "0", "-1");
    expect(await inLine()).toEqual([cheap, third]);
    await limit({ dailySpend: cny("3.49") });
    await pick(VIDEO.model);
    expect((await inLine())[0]).toBe(cheap);
    await limit({ dailySpend: cny("3.50") });
    expect(await pick(VIDEO.model)).toMatchObject({ kind: "picked", id: first });
    expect(await inLine()).toEqual([first, second, third, cheap]);
    expect(await redis.zrange(keys.parked(VIDEO.model), "0", "-1")).toEqual([other]);
  });

  it("is not put into a line in which it does not wait", async () => {
    await line.rest({ model: VIDEO.model, tenant: "films" }, 60_000);
    expect(await redis.exists(keys.lineTenants(VIDEO.model))).toBe(0);
  });
});

it("remembers for all workers which tenants reached a limit, until it resets", async () => {
  const budgets = createTenants(redis, keys);
  const daily = { name: "daily_spend", ...cny("10") } as const;
  const monthly = { name: "monthly_spend", ...cny("90") } as const;
  // An earlier version kept one limit of each tenant.
  await redis.hset(keys.budgetsReached, { games: "daily_spend 2026-11-22" });
  expect(await budgets.reach("films", daily, START)).toBe(true);
  expect(await budgets.reach("films", monthly, START)).toBe(true);
  expect(await budgets.reach("films", daily, START + 1)).toBe(false);
  const ofDay = { name: "daily_spend", mark: "2026-11-22 10 CNY" };
  const ofMonth = { name: "monthly_spend", mark: "2026-11 90 CNY" };
  expect([...(await budgets.reached(START))]).toEqual([["films", [ofDay, ofMonth]]]);
  expect([...(await budgets.reached(START + DAY_MS))]).toEqual([["films", [ofMonth]]]);
  expect((await budgets.reached(Date.UTC(2026, 11, 1))).size).toBe(0);
  expect(await budgets.reach("films", daily, START + DAY_MS)).toBe(true);
  expect(await budgets.reach("films", { ...daily, amount: "11" }, START + DAY_MS)).toBe(true);
  await limit({ dailySpend: cny("11") });
  expect([...(await budgets.reached(START + DAY_MS))]).toEqual([["films", [ofMonth]]]);
});
