import { describe, expect, it } from "vitest";

import type { CostTotal } from "./cost-totals.ts";
import { limitsFor, restOfDayMs, spendVerdict } from "./spend-limit.ts";

const total = (
  account: string,
  amount: string | null,
  currency: "CNY" | "USD" | null = "CNY",
): CostTotal => {
  return {
    day: "2026-11-22",
    account,
    model: "wan",
    tenant: "default",
    state: "settled",
    amount,
    currency,
    generations: 1,
  };
};
const LIMITS = { overall: { CNY: "10" }, accounts: { paris: { CNY: "5" } } };
const hold = (amount: string) => ({ amount, currency: "CNY" }) as const;

describe("spendVerdict", () => {
  it.each<readonly [amount: string, account: string, today: readonly CostTotal[], verdict: string]>(
    [
      ["5", "paris", [], "free"],
      ["5", "paris", [total("paris", "0.01")], "today"],
      ["5", "paris", [total("rome", "5")], "free"],
      ["5", "paris", [total("rome", "5.01")], "today"],
      ["5.01", "paris", [], "always"],
      ["5.01", "rome", [], "free"],
      ["10.01", "rome", [], "always"],
      ["10", "rome", [total("rome", "99", "USD"), total("rome", null, null)], "free"],
    ],
  )("%s on %s after %j: %s", (amount, account, today, verdict) => {
    expect(spendVerdict(hold(amount), account, LIMITS, today)).toBe(verdict);
  });

  it("does not limit another currency", () => {
    for (const amount of ["99", null])
      expect(spendVerdict({ amount, currency: "USD" }, "paris", LIMITS, [])).toBe("free");
  });

  it("refuses what nothing bounds the cost of, or lets it wait once the limit is used up", () => {
    const unbounded = { amount: null, currency: "CNY" } as const;
    expect(spendVerdict(unbounded, "paris", LIMITS, [])).toBe("always");
    const allowing = { ...LIMITS, allowUnboundedCost: true };
    expect(spendVerdict(unbounded, "paris", allowing, [total("paris", "4.99")])).toBe("free");
    expect(spendVerdict(unbounded, "paris", allowing, [total("paris", "5")])).toBe("today");
  });
});

describe("restOfDayMs", () => {
  it("is the time until midnight, UTC", () => {
    expect(restOfDayMs(Date.UTC(2026, 10, 22, 23, 59, 59))).toBe(1_000);
    expect(restOfDayMs(Date.UTC(2026, 10, 23))).toBe(24 * 60 * 60 * 1000);
  });
});

it.each(Object.getOwnPropertyNames(Object.prototype))("limits no account named %s", (name) => {
  expect(limitsFor(LIMITS, name, "CNY")).toEqual({ overall: "10", account: null });
});
