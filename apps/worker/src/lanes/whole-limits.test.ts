import { NO_LIMITS, NO_SPEND_LIMITS } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { GENERATIONS } from "../../test/fixtures/generations.ts";
import { fitsWholeLimits } from "./whole-limits.ts";

// The queued generation costs 3.50 CNY in Beijing and 0.50 USD in Singapore.
const { queued } = GENERATIONS;
const paris = { name: "paris", baseUrl: "https://dashscope.aliyuncs.com/api/v1" };
const rome = { name: "rome", baseUrl: "https://dashscope-intl.aliyuncs.com/api/v1" };
const daily = (amount: string) => ({ overall: { CNY: amount }, accounts: {} });
const budget = (amount: string) => ({
  ...NO_LIMITS,
  monthlySpend: { amount, currency: "CNY" } as const,
});

it.each([
  ["no limits", NO_SPEND_LIMITS, undefined, true],
  ["a daily limit of its price", daily("3.50"), undefined, true],
  ["a lower daily limit", daily("3.49"), undefined, false],
  ["a budget of its price", NO_SPEND_LIMITS, budget("3.50"), true],
  ["a lower budget", NO_SPEND_LIMITS, budget("3.49"), false],
])("compares a generation with %s", (_, limits, given, fits) => {
  expect(fitsWholeLimits(queued, [paris], limits, given)).toBe(fits);
});

it("needs one account whose limits both have room", () => {
  expect(fitsWholeLimits(queued, [], NO_SPEND_LIMITS, undefined)).toBe(false);
  expect(fitsWholeLimits(queued, [paris, rome], daily("3.49"), budget("3.49"))).toBe(true);
  const onRome = { overall: {}, accounts: { rome: { USD: "0.49" } } };
  expect(fitsWholeLimits(queued, [paris, rome], onRome, budget("3.49"))).toBe(false);
});
