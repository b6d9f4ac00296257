import { rememberServer, testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, beforeEach, expect, inject, it } from "vitest";

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
import type { GenerationStore } from "../../src/store/generation-store.ts";
import { createGenerationStore } from "../../src/store/generation-store.ts";
import { createKeys } from "../../src/store/keys.ts";
import type { SpendLimits } from "../../src/costs/spend-limit.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const MODEL = queued().request.model;
const DAY_MS = 24 * 60 * 60 * 1000;
const limits = { maxInFlight: 9, intervalMs: 0, raiseMs: 60_000, probeMs: 60_000 };

let now = START;
let store: GenerationStore;
beforeEach(async () => {
  now = START;
  const { prefix } = testRedis();
  await rememberServer(redis, prefix);
  store = createGenerationStore(redis, createKeys(prefix), () => now);
});

let count = 0;
/** A queued generation, to be begun on this account. */
async function accepted() {
  count += 1;
  const id = `gen_${String(count).padStart(6, "0")}`;
  await store.accept(queued({ id }), null);
  return id;
}
const begin = (id: string, spendLimits?: SpendLimits, account = "default") =>
  store.begin(id, { lane: { account, model: MODEL }, baseUrl: BASE_URL, limits, spendLimits });
const running = async () => {
  const id = await accepted();
  await begin(id);
  await store.change(id, answered({ ...ACCEPTED, taskId: `task of ${id}` }));
  return id;
};
const costs = async (...days: string[]) =>
  (await store.costs(days)).map(({ day, account, state, amount, currency, generations }) =>
    [day, account, state, amount, currency, generations].join(" "),
  );
const overall = (amount: string): SpendLimits => ({ overall: { CNY: amount }, accounts: {} });

it("counts each attempt once, on the day it began, even if it settles later and is forgotten", async () => {
  const [paid, lost, free] = [await running(), await accepted(), await running()];
  now += DAY_MS;
  await begin(lost);
  await store.change(lost, answered({ kind: "unknown", failure: FAILURE }));
  await store.change(free, read({ ...FAILED, id: `task of ${free}` }));
  const settled = read({ ...SUCCEEDED, id: `task of ${paid}` });
  await Promise.all([settled, settled, settled].map((change) => store.change(paid, change)));
  await store.change(paid, { kind: "files-archived", files: [] });
  for (const id of [paid, lost, free]) await store.forget(id);
  expect(await costs("2026-11-22", "2026-11-23", "2026-11-24")).toEqual([
    "2026-11-22 default settled 3.50 CNY 1",
    "2026-11-23 default at_risk 3.50 CNY 1",
  ]);
});

it("counts each generation once when many changes race", async () => {
  const ids = await Promise.all(Array.from({ length: 10 }, running));
  await Promise.all(
    [...ids, ...ids].map((id) => store.change(id, read({ ...SUCCEEDED, id: `task of ${id}` }))),
  );
  expect(await costs("2026-11-22")).toEqual(["2026-11-22 default settled 35.00 CNY 10"]);
});

it("begins nothing beyond the daily limit until a hold is released, the limit is raised or the day ends", async () => {
  const [first, second, third] = [await running(), await accepted(), await accepted()];
  expect(await begin(second, overall("6.99"))).toEqual({
    kind: "over-limit",
    waitMs: 14 * 60 * 60 * 1000,
  });
  expect(await store.get(second)).toMatchObject({ status: "queued", attempts: 0 });
  expect(await begin(second, overall("7"))).toMatchObject({ kind: "changed" });
  expect(await begin(third, overall("7"))).toMatchObject({ kind: "over-limit" });
  await store.change(first, read({ ...FAILED, id: `task of ${first}` }));
  expect(await begin(third, overall("7"))).toMatchObject({ kind: "changed" });
  const fourth = await accepted();
  expect(await begin(fourth, overall("7"))).toMatchObject({ kind: "over-limit" });
  now += DAY_MS;
  expect(await begin(fourth, overall("7"))).toMatchObject({ kind: "changed" });
});

it("limits each account and each currency separately", async () => {
  const only = (account: string): SpendLimits => ({
    overall: {},
    accounts: { [account]: { CNY: "3.50" } },
  });
  const [first, second, third] = [await accepted(), await accepted(), await accepted()];
  expect(await begin(first, only("paris"), "paris")).toMatchObject({ kind: "changed" });
  expect(await begin(second, only("paris"), "paris")).toMatchObject({ kind: "over-limit" });
  expect(await begin(second, only("paris"), "rome")).toMatchObject({ kind: "changed" });
  const dollars: SpendLimits = { overall: { USD: "0.01" }, accounts: { paris: { USD: "0.01" } } };
  expect(await begin(third, dollars, "paris")).toMatchObject({ kind: "changed" });
});
