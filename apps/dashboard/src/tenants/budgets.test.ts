import { NO_LIMITS } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { TRANSLATIONS } from "../texts/translate.ts";
import { budgetDetail, budgetForm, budgetText, readBudgets } from "./budgets.ts";

const { en } = TRANSLATIONS;
const BUDGET = { amount: "100.00", currency: "CNY" } as const;
const SPENDING = { used: "3.50", reserved: "0.00", currency: "CNY", resetsAt: 0 };
const FORM = {
  daily_shown: "",
  daily_amount: " 20 ",
  daily_currency: "USD",
  monthly_shown: "7 CNY",
  monthly_amount: "",
  monthly_currency: "CNY",
};

it("says what was spent of a budget", () => {
  expect(budgetText(null, null, en)).toBe("no limit");
  expect(budgetText(BUDGET, SPENDING, en)).toBe("3.50 of 100.00 CNY");
  expect(budgetText(BUDGET, { ...SPENDING, reserved: "1.50" }, en)).toBe(
    "5.00 of 100.00 CNY, 1.50 of it reserved",
  );
  expect(budgetDetail(BUDGET, SPENDING, en)).toContain("resets 1970-01-01 00:00:00.000 UTC");
  expect(budgetDetail(null, null, en)).toBe("no limit");
});

describe("the form of the budgets", () => {
  it("has the budgets of the tenant", () => {
    const limits = { ...NO_LIMITS, monthlySpend: { ...BUDGET, currency: "USD" as const } };
    const tenant = { id: "films", name: null, weight: 1, createdAt: 0, disabledAt: null, limits };
    const form = budgetForm("/x", tenant, en).html;
    expect(form).toMatch(/name="monthly_amount"[^>]+value="100.00"/);
    expect(form).toMatch(/name="daily_shown" value=""/);
    expect(form).toMatch(/name="monthly_shown" value="100.00 USD"/);
    expect(form.match(/<option selected>(\w+)/g)).toEqual([
      "<option selected>CNY",
      "<option selected>USD",
    ]);
  });

  it("is read as limits", () => {
    expect(readBudgets(FORM, en)).toEqual({
      ok: true,
      limits: { dailySpend: { amount: "20", currency: "USD" }, monthlySpend: null },
    });
  });

  it("changes only what is not as it was shown", () => {
    const limitsOf = (form: object) => readBudgets({ ...FORM, ...form }, en);
    expect(limitsOf({ daily_shown: "20 USD" })).toEqual({
      ok: true,
      limits: { monthlySpend: null },
    });
    expect(limitsOf({ daily_shown: "20 CNY", monthly_shown: "" })).toEqual({
      ok: true,
      limits: { dailySpend: { amount: "20", currency: "USD" } },
    });
  });

  it.each([
    { ...FORM, daily_amount: "-1" },
    { ...FORM, monthly_amount: "1e9" },
    { ...FORM, daily_currency: "EUR" },
    {},
    undefined,
  ])("is refused if it is %j", (body) => {
    expect(readBudgets(body, en)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/\.$/) as string,
    });
  });
});
