import type { CostTotal, SpendLimits } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { GENERATIONS } from "../../test/fixtures/generations.ts";
import { isUnaffordable, spendNotice } from "./daily-limit.ts";

// The queued generation costs 3.50 CNY in Beijing and 0.50 USD in Singapore.
const { queued } = GENERATIONS;
const paris = { name: "paris", baseUrl: "https://dashscope.aliyuncs.com/api/v1" };
const rome = { name: "rome", baseUrl: "https://dashscope-intl.aliyuncs.com/api/v1" };
const overall = (CNY: string): SpendLimits => ({ overall: { CNY }, accounts: {} });
const spent: CostTotal = {
  day: "2026-11-22",
  account: "paris",
  model: "wan2.1-vace-plus",
  tenant: "default",
  state: "held",
  currency: "CNY",
  amount: "3.50",
  generations: 1,
};

describe("spendNotice", () => {
  it.each<readonly [limits: SpendLimits, today: readonly CostTotal[], words: string | null]>([
    [overall("7"), [spent], null],
    [overall("6.99"), [spent], "for today"],
    [overall("3.49"), [], "on any day"],
    [{ overall: {}, accounts: { paris: { CNY: "5" } } }, [spent], "for today"],
    [{ overall: {}, accounts: { rome: { CNY: "5" } } }, [spent], null],
  ])("with %j after %j, says %s", (limits, today, words) => {
    const notice = spendNotice(queued, [paris], limits, today);
    if (words === null) expect(notice).toBeNull();
    else expect(notice).toMatchObject({ kind: "spend_limit", charged: false });
    if (words !== null) expect(notice?.message).toContain(words);
  });

  it("says how to submit what nothing bounds the cost of", () => {
    const request = { model: "fun-asr", input: {} };
    const unbounded = { ...queued, request };
    const notice = spendNotice(unbounded, [paris], overall("9"), []);
    expect(notice?.message).toContain("ALLOW_UNBOUNDED_COST=true");
    expect(isUnaffordable(unbounded, paris, overall("9"))).toBe(true);
    const allowing = { ...overall("9"), allowUnboundedCost: true };
    expect(spendNotice(unbounded, [paris], allowing, [])).toBeNull();
    expect(isUnaffordable(unbounded, paris, allowing)).toBe(false);
    expect(isUnaffordable(unbounded, paris, { overall: {}, accounts: {} })).toBe(false);
  });

  it("is null while another account has room", () => {
    expect(spendNotice(queued, [paris, rome], overall("1"), [])).toBeNull();
    const both: SpendLimits = { overall: { CNY: "5", USD: "0.1" }, accounts: {} };
    expect(spendNotice(queued, [paris, rome], both, [spent])?.message).toContain("for today");
    expect(spendNotice(queued, [], both, [spent])).toBeNull();
  });
});

describe("isUnaffordable", () => {
  it("compares with the whole limit, regardless of what is spent", () => {
    expect(isUnaffordable(queued, paris, overall("3.49"))).toBe(true);
    expect(isUnaffordable(queued, paris, overall("3.50"))).toBe(false);
    expect(isUnaffordable(queued, rome, overall("0"))).toBe(false);
  });
});
