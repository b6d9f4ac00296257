import { describe, expect, it } from "vitest";

import type { Budget, Spent } from "./budget.ts";
import { budgetFailure, budgetVerdict } from "./budget.ts";

const cny = (amount: string) => ({ amount, currency: "CNY" }) as const;
const NONE: Budget = { dailySpend: null, monthlySpend: null, allowUnboundedCost: null };
const NOTHING: Spent = { daily_spend: {}, monthly_spend: {} };
const spent = (CNY: string): Spent => ({ daily_spend: { CNY }, monthly_spend: { CNY } });

describe("budgetVerdict", () => {
  it.each<readonly [budget: Partial<Budget>, spent: Spent, verdict: string]>([
    [{}, spent("99"), "free"],
    [{ dailySpend: cny("10") }, spent("6.50"), "free"],
    [{ dailySpend: cny("10") }, spent("6.500000001"), "over-budget daily_spend"],
    [{ monthlySpend: cny("10") }, spent("6.51"), "over-budget monthly_spend"],
    [{ dailySpend: cny("5"), monthlySpend: cny("9") }, spent("6"), "over-budget monthly_spend"],
    [{ dailySpend: cny("3.49"), monthlySpend: cny("9") }, spent("9"), "beyond-budget daily_spend"],
    [{ dailySpend: { amount: "0", currency: "USD" } }, spent("9"), "free"],
  ])("with %j after %j: %s", (budget, before, expected) => {
    const verdict = budgetVerdict(cny("3.50"), { ...NONE, ...budget }, before);
    expect(verdict.kind === "free" ? "free" : `${verdict.kind} ${verdict.limit.name}`).toBe(
      expected,
    );
  });

  it("refuses what nothing bounds the cost of, or lets it wait once a limit is used up", () => {
    const unbounded = { amount: null, currency: "CNY" } as const;
    const limited = { ...NONE, dailySpend: cny("10") };
    expect(budgetVerdict(unbounded, limited, NOTHING)).toMatchObject({
      kind: "beyond-budget",
      isUnbounded: true,
    });
    const allowing = { ...limited, allowUnboundedCost: true } as const;
    expect(budgetVerdict(unbounded, allowing, spent("9.99")).kind).toBe("free");
    expect(budgetVerdict(unbounded, allowing, spent("10")).kind).toBe("over-budget");
    const usd = { ...NONE, dailySpend: { amount: "10", currency: "USD" } } as const;
    expect(budgetVerdict(unbounded, usd, NOTHING).kind).toBe("free");
  });
});

it("names the limit, its value and when it resets", () => {
  const limit = { name: "monthly_spend", ...cny("10") } as const;
  const now = Date.UTC(2026, 11, 22, 10);
  expect(budgetFailure({ kind: "over-budget", limit }, now)).toMatchObject({
    kind: "tenant_limit",
    code: "monthly_spend",
    message: expect.stringMatching(/monthly_spend of 10 CNY.*2027-01-01T00:00:00.000Z/),
    charged: false,
  });
  const beyond = budgetFailure({ kind: "beyond-budget", limit, isUnbounded: false }, now);
  expect(beyond).toMatchObject({ code: "beyond_monthly_spend" });
  expect(beyond.message).not.toContain("resets");
  const unbounded = budgetFailure({ kind: "beyond-budget", limit, isUnbounded: true }, now);
  expect(unbounded).toMatchObject({ code: "unbounded_cost" });
  expect(unbounded.message).toMatch(/monthly_spend of 10 CNY.*allow_unbounded_cost/);
});
