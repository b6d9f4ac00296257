import type { Generation, Spent, Tenant } from "@dashqueue/queue/internal";
import { DEFAULT_WEIGHT, NO_LIMITS } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import type { KnownBudget } from "./tenant-budgets.ts";
import { budgetNotice, budgetReasons, createOverBudget, readBudgets } from "./tenant-budgets.ts";

// The queued generation costs 3.50 CNY in Beijing and 0.50 USD in Singapore.
const queued = { ...GENERATIONS.queued, tenant: "films" };
const paris = { name: "paris", baseUrl: "https://dashscope.aliyuncs.com/api/v1" };
const rome = { name: "rome", baseUrl: "https://dashscope-intl.aliyuncs.com/api/v1" };

function tenantWith(id: string, daily: string | null): Tenant {
  const dailySpend = daily === null ? null : ({ amount: daily, currency: "CNY" } as const);
  const limits = { ...NO_LIMITS, dailySpend };
  return { id, name: null, weight: DEFAULT_WEIGHT, limits, createdAt: 0, disabledAt: null };
}
const spent = (CNY: string): Spent => ({ daily_spend: { CNY }, monthly_spend: { CNY } });
const known = (daily: string, before: string): ReadonlyMap<string, KnownBudget> =>
  new Map([["films", { tenant: tenantWith("films", daily), spent: spent(before), reached: [] }]]);

describe("budgetNotice", () => {
  it.each([
    ["7", "3.50", null],
    ["7", "3.51", "daily_spend"],
    ["3.49", "0", "beyond_daily_spend"],
  ])("with a budget of %s after %s, says %s", (daily, before, code) => {
    const notice = budgetNotice(queued, [paris], known(daily, before), START);
    expect(notice?.code ?? null).toBe(code);
  });

  it("is null for other tenants, while another account has room, and with a kept slot", () => {
    const empty = known("3.50", "3.50");
    expect(budgetNotice({ ...queued, tenant: "games" }, [paris], empty, START)).toBeNull();
    expect(budgetNotice(queued, [paris, rome], empty, START)).toBeNull();
    const keptSlot = { account: "paris", lane: queued.request.model, notBefore: 0 };
    expect(budgetNotice({ ...queued, keptSlot }, [paris], empty, START)).toBeNull();
    expect(budgetNotice(queued, [], empty, START)).toBeNull();
  });
});

it("reads the budgets of the tenants that have one, and what they reached", async () => {
  const reached = { name: "daily_spend", mark: "2026-11-22 7 CNY" } as const;
  const read = await readBudgets({
    tenants: {
      list: async () => [tenantWith("games", null), tenantWith("films", "7")],
      reached: async () => new Map([["films", [reached]]]),
    },
    store: { spentBy: async () => spent("7") },
    now: () => START,
  });
  expect([...budgetReasons(read)]).toEqual([
    ["films", JSON.stringify([{ amount: "7", currency: "CNY" }, null, null, [reached]])],
  ]);
  expect(read.get("films")?.spent).toEqual(spent("7"));
});

describe("createOverBudget", () => {
  const games = { ...queued, id: "gen_games", tenant: "games" };

  /** Whether the line is over budget, with a daily limit of 7 CNY of the tenant films. */
  const isOver = (given: {
    readonly first?: readonly (typeof queued)[];
    readonly reached?: readonly string[];
    readonly spentNow?: string;
    readonly daily?: string;
    readonly record?: Generation | null;
  }) => {
    const { first = [queued], reached = ["films"], spentNow = "3.51", daily = "7" } = given;
    const { model } = queued.request;
    return createOverBudget({
      tenants: {
        list: async () => [tenantWith("films", daily)],
        reached: async () => new Map(reached.map((tenant) => [tenant, []])),
      },
      store: {
        spentBy: async () => spent(spentNow),
        get: async () => (given.record === undefined ? queued : given.record),
      },
      line: { first: async () => first.map(({ id, tenant }) => ({ id, model, tenant })) },
      accounts: [paris],
      now: () => START,
    })(model);
  };

  it.each<[string, Parameters<typeof isOver>[0], boolean]>([
    ["has no room for the next generation", {}, true],
    ["has room again, although it was reached before", { spentNow: "3.50" }, false],
    ["was never reached", { reached: [] }, false],
    ["has less than that one may cost on any day", { daily: "3.49", spentNow: "0" }, false],
    ["is not why another tenant waits", { first: [queued, games] }, false],
    ["is of no tenant, because none waits", { first: [] }, false],
    ["is of a generation that is gone", { record: null }, false],
    ["is of a generation that was submitted since", { record: GENERATIONS.running }, false],
  ])("finds out whether the budget %s", async (_, given, over) => {
    expect(await isOver(given)).toBe(over);
  });
});

it("reads nothing without budgets", async () => {
  const fail = async () => {
    throw new Error("asked");
  };
  const tenants = { list: async () => [], reached: fail };
  const read = await readBudgets({ tenants, store: { spentBy: fail }, now: () => START });
  expect(read.size).toBe(0);
});
