import { findModel } from "@dashqueue/dashscope";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Queued } from "@dashqueue/queue/internal";

import { GENERATIONS } from "../../test/fixtures/generations.ts";
import type { Account } from "./accounts.ts";
import { accountsFor, accountsOf } from "./accounts.ts";

const BEIJING = "https://dashscope.aliyuncs.com/api/v1";
const VIRGINIA = "https://dashscope-us.aliyuncs.com/api/v1";
const shared = { "*": { submitsPerSecond: 1, maxInFlight: 1 } };
const one = {
  DASHSCOPE_API_KEY: "sk-one",
  DASHSCOPE_HTTP_BASE_URL: BEIJING,
  DASHSCOPE_LIMITS: shared,
  DASHSCOPE_SITE: undefined,
  DASHSCOPE_EXCLUSIVE: false,
  DASHSCOPE_FEED_AHEAD: 1,
};
const account = (name: string, overrides: Partial<Account> = {}): Account => {
  return { name, apiKey: "sk", baseUrl: BEIJING, weight: 1, limits: {}, ...overrides };
};
const queued: Queued = GENERATIONS.queued;
const namesFor = (accounts: Account[], generation = queued, random = () => 0.5) =>
  accountsFor(generation, accounts, { findModel, random }).map(({ name }) => name);

describe("accountsOf", () => {
  it("is the account of DASHSCOPE_API_KEY by default", () => {
    expect(accountsOf({ ...one, DASHSCOPE_ACCOUNTS: {} })).toEqual([
      {
        name: "default",
        apiKey: "sk-one",
        baseUrl: BEIJING,
        weight: 1,
        limits: shared,
        exclusive: false,
        feedAhead: 1,
      },
    ]);
  });

  it("are the named accounts, whose own limits override the shared ones", () => {
    const own = { "wan2.6-t2v": { submitsPerSecond: 9, maxInFlight: 9 } };
    const named = {
      b: { apiKey: "sk-b", weight: 1, limits: {} },
      a: { apiKey: "sk-a", weight: 3, baseUrl: VIRGINIA, limits: own },
    };
    expect(accountsOf({ ...one, DASHSCOPE_ACCOUNTS: named })).toEqual([
      {
        name: "b",
        apiKey: "sk-b",
        baseUrl: BEIJING,
        weight: 1,
        limits: shared,
        exclusive: false,
        feedAhead: 1,
      },
      {
        name: "a",
        apiKey: "sk-a",
        baseUrl: VIRGINIA,
        weight: 3,
        limits: { ...shared, ...own },
        exclusive: false,
        feedAhead: 1,
      },
    ]);
  });

  it("are exclusive as DASHSCOPE_EXCLUSIVE says, unless they say otherwise", () => {
    const a = { apiKey: "sk-a", weight: 1, limits: {} };
    const named = { a, b: { ...a, exclusive: true }, c: { ...a, exclusive: false } };
    const exclusiveOf = (ours: boolean) =>
      accountsOf({ ...one, DASHSCOPE_EXCLUSIVE: ours, DASHSCOPE_ACCOUNTS: named })
        .filter(({ exclusive }) => exclusive)
        .map(({ name }) => name);
    expect(exclusiveOf(false)).toEqual(["b"]);
    expect(exclusiveOf(true)).toEqual(["a", "b"]);
  });

  it("feed ahead as DASHSCOPE_FEED_AHEAD says, unless they say otherwise", () => {
    const a = { apiKey: "sk-a", weight: 1, limits: {} };
    const named = { a, b: { ...a, feedAhead: 0 }, c: { ...a, feedAhead: 2 } };
    const accounts = accountsOf({ ...one, DASHSCOPE_ACCOUNTS: named });
    expect(accounts.map(({ feedAhead }) => feedAhead)).toEqual([1, 0, 2]);
  });

  it("belong to DASHSCOPE_SITE unless they name their own site", () => {
    const named = {
      a: { apiKey: "sk-a", weight: 1, limits: {} },
      b: { apiKey: "sk-b", weight: 1, limits: {}, site: "international" },
    } as const;
    const env = { ...one, DASHSCOPE_SITE: "china" } as const;
    const sitesOf = (accounts: readonly Account[]) => accounts.map(({ site }) => site);
    expect(sitesOf(accountsOf({ ...env, DASHSCOPE_ACCOUNTS: named }))).toEqual([
      "china",
      "international",
    ]);
    expect(sitesOf(accountsOf({ ...env, DASHSCOPE_ACCOUNTS: {} }))).toEqual(["china"]);
  });
});

describe("accountsFor", () => {
  it("is the account of the kept slot, while that account exists (G3)", () => {
    const kept = { ...queued, keptSlot: { account: "b", lane: "wan2.1-vace-plus", notBefore: 0 } };
    expect(namesFor([account("a"), account("b")], kept)).toEqual(["b"]);
    expect(namesFor([account("a")], kept)).toEqual(["a"]);
  });

  it("are those whose region offers the model, or all if none does", () => {
    const accounts = [account("beijing"), account("virginia", { baseUrl: VIRGINIA })];
    expect(namesFor(accounts)).toEqual(["beijing"]);
    const american = { ...queued, request: { ...queued.request, model: "wan2.6-t2v-us" } };
    expect(namesFor(accounts, american)).toEqual(["virginia"]);
    expect(namesFor([account("beijing")], american)).toEqual(["beijing"]);
  });

  it("contains every account, each first in proportion to its weight", () => {
    const accounts = [account("a", { weight: 3 }), account("b")];
    let firsts = 0;
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (stream) => {
        const random = () => Number(stream.next().value);
        expect(namesFor(accounts, queued, random).toSorted()).toEqual(["a", "b"]);
      }),
    );
    const steps = 200;
    for (let i = 0; i < steps; i += 1) {
      for (let j = 0; j < steps; j += 1) {
        const draws = [(i + 0.5) / steps, (j + 0.5) / steps];
        if (namesFor(accounts, queued, () => draws.shift() ?? 0)[0] === "a") firsts += 1;
      }
    }
    expect(firsts / steps ** 2).toBeCloseTo(0.75, 2);
  });
});
