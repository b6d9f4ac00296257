import type { QuotaAnswer } from "@dashqueue/dashscope";
import { findModel } from "@dashqueue/dashscope";
import type { AccountQuotas } from "@dashqueue/queue/internal";
import { createLogger } from "@dashqueue/service";
import { expect, it } from "vitest";

import { REFUSED, START } from "../../test/fixtures/generations.ts";
import { createQuotaReader } from "./quota-reader.ts";

const HOUR_MS = 60 * 60 * 1000;
const never = new AbortController().signal;
const baseUrl = "https://dashscope.aliyuncs.com/api/v1";
const account = (name: string) => ({ name, apiKey: "sk-x", baseUrl, weight: 1, limits: {} });
const quota = (model: string, maxInFlight: number | null) => {
  return { model, submitsPerSecond: 5, maxInFlight, maxQueued: null };
};
const answerOf = (...quotas: ReturnType<typeof quota>[]): QuotaAnswer => {
  return { kind: "quotas", quotas, absurd: [], rows: quotas.length, total: quotas.length };
};

/** A reader for `paris` and `rome`, among workers that share what they read. */
function readerOf(answer: () => QuotaAnswer) {
  const lines: { event: string; level: number }[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]);
  const stored = new Map<string, AccountQuotas>();
  const asked: string[] = [];
  const state = { now: START, mayClaim: true, lines, stored, asked };
  const read = createQuotaReader({
    accounts: ["paris", "rome"].map(account),
    quotas: {
      all: async () => [...stored.values()],
      store: async (quotas) => void stored.set(quotas.account, quotas),
      claim: async () => state.mayClaim,
    },
    readPage: async (place) => (asked.push(place.account), answer()),
    findModel,
    logger: createLogger("test", { level: "info", pretty: false, destination: { write } }),
    now: () => state.now,
  });
  return Object.assign(state, { read });
}

it("reads each account at start and hourly, and keeps what concerns tasks", async () => {
  const reader = readerOf(() =>
    answerOf(quota("wan2.6-t2v", null), quota("new", 3), quota("qwen", null)),
  );
  await reader.read(never);
  const limits = { submitsPerSecond: 5, maxInFlight: null, maxQueued: null };
  expect(reader.stored.get("paris")).toEqual({
    account: "paris",
    baseUrl,
    readAt: START,
    models: { "wan2.6-t2v": limits, new: { ...limits, maxInFlight: 3 } },
  });
  reader.now += HOUR_MS - 1;
  await reader.read(never);
  expect(reader.asked).toEqual(["paris", "rome"]);
  reader.now += 1;
  await reader.read(never);
  expect(reader.asked).toHaveLength(4);
  // What has not changed is said once.
  expect(reader.lines.map(({ event }) => event)).toEqual(["quotas-read", "quotas-read"]);
});

it("reads nothing that another worker has read or is reading", async () => {
  const reader = readerOf(() => answerOf());
  reader.stored.set("paris", { account: "paris", baseUrl, readAt: START, models: {} });
  // What its host in another region reports does not count here.
  const elsewhere = { account: "rome", baseUrl: "https://other", readAt: START, models: {} };
  reader.stored.set("rome", elsewhere);
  reader.mayClaim = false;
  await reader.read(never);
  expect(reader.asked).toEqual([]);
  reader.mayClaim = true;
  await reader.read(never);
  expect(reader.asked).toEqual(["rome"]);
});

it("changes nothing if the provider does not answer, logs it once, and asks again hourly", async () => {
  const reader = readerOf(() => REFUSED);
  await reader.read(never);
  await reader.read(never);
  expect(reader.asked).toEqual(["paris", "paris", "rome", "rome"]);
  reader.now += HOUR_MS;
  await reader.read(never);
  expect(reader.asked).toHaveLength(8);
  expect(reader.stored.size).toBe(0);
  expect(reader.lines).toMatchObject([
    { level: "info", event: "quotas-unavailable", account: "paris" },
    { level: "info", event: "quotas-unavailable", account: "rome" },
  ]);
});

it("names figures that cannot be limits", async () => {
  const reader = readerOf(() => ({ ...answerOf(), absurd: ["m request_limit"] }) as QuotaAnswer);
  await reader.read(never);
  expect(reader.lines).toContainEqual(
    expect.objectContaining({
      level: "warn",
      event: "quotas-absurd",
      figures: ["m request_limit"],
    }),
  );
});

it("stores nothing when the process closes", async () => {
  const closing = new AbortController();
  const reader = readerOf(() => (closing.abort(), answerOf(quota("wan2.6-t2v", 1))));
  await reader.read(closing.signal);
  expect(reader.asked).toEqual(["paris"]);
  expect(reader.stored.size).toBe(0);
});
