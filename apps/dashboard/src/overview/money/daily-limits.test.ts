import { expect, it } from "vitest";

import { dailyLimitsOf } from "./daily-limits.ts";

const REPORT = { baseUrl: "https://dashscope.example", limits: {}, feedAhead: 0, keyRefused: null };

it("shows each limit once, although every worker reports it", () => {
  const overall = { CNY: "100", USD: "20" };
  const report = {
    paris: { ...REPORT, dailySpend: { overall, account: { CNY: "50" } } },
    rome: { ...REPORT, dailySpend: { overall, account: {} } },
  };
  expect(dailyLimitsOf([report, report])).toEqual([
    { account: null, currency: "CNY", amount: "100" },
    { account: null, currency: "USD", amount: "20" },
    { account: "paris", currency: "CNY", amount: "50" },
  ]);
});

it("shows none of a worker of an earlier version", () => {
  expect(dailyLimitsOf([{ paris: REPORT }])).toEqual([]);
});
