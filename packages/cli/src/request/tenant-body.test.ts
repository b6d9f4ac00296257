import { describe, expect, it } from "vitest";

import {
  allowance,
  amountLimit,
  decimal,
  limitsText,
  namesLimit,
  numberLimit,
  tenantBody,
} from "./tenant-body.ts";

describe("tenantBody", () => {
  it("has what the options name, and null for a limit that is taken away", () => {
    const dailySpend = amountLimit("50 CNY");
    const options = {
      weight: 3,
      maxQueued: numberLimit("5"),
      models: namesLimit("none"),
      dailySpend,
    };
    expect(tenantBody(options)).toEqual({
      weight: 3,
      limits: { max_queued: 5, models: null, daily_spend: { amount: "50", currency: "CNY" } },
    });
    expect(tenantBody({ name: "Films" })).toEqual({ name: "Films" });
  });
});

it("reads limits, and says what is wrong with others", () => {
  expect(namesLimit("a,b")).toEqual(["a", "b"]);
  expect(amountLimit("1.5USD")).toEqual({ amount: "1.5", currency: "USD" });
  expect([amountLimit("none"), numberLimit("none")]).toEqual(["none", "none"]);
  expect(decimal("1.5")).toBe(1.5);
  expect(() => numberLimit("-1")).toThrow(/whole number or none/);
  expect(() => amountLimit("50")).toThrow(/CNY or USD/);
  expect([allowance("true"), allowance("none")]).toEqual([true, "none"]);
  expect(() => allowance("false")).toThrow(/true or none/);
  expect(() => decimal("much")).toThrow(/number/);
});

it("writes the limits that are set", () => {
  const none = {
    max_in_flight: null,
    max_queued: null,
    submits_per_minute: null,
    models: null,
    daily_spend: null,
    monthly_spend: null,
    allow_unbounded_cost: null,
  };
  expect(limitsText(none)).toBe("none");
  const amount = { amount: "50", currency: "CNY" } as const;
  const limits = { ...none, max_queued: 5, models: ["a", "b"], daily_spend: amount };
  const allowing = { ...limits, allow_unbounded_cost: true } as const;
  expect(limitsText(allowing)).toBe(
    "max_queued 5, models a b, daily_spend 50 CNY, allow_unbounded_cost true",
  );
});
