import type { CostTotal } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { rowsOf } from "./rows.ts";

const total = (given: Partial<CostTotal>): CostTotal => ({
  day: "2026-11-22",
  account: "paris",
  model: "wan2.6-t2v",
  tenant: "default",
  state: "settled",
  amount: "1.50",
  currency: "CNY",
  generations: 1,
  ...given,
});

it("adds up by group and currency, and never across currencies", () => {
  const costs = [
    total({}),
    total({ day: "2026-11-23", state: "held", amount: "2.00" }),
    total({ day: "2026-11-23", currency: "USD", amount: "0.25" }),
    total({ model: "another", state: "at_risk", amount: "9.00" }),
    total({ amount: null, currency: null, generations: 4 }),
  ];
  expect(rowsOf("day", costs)).toEqual([
    {
      name: "2026-11-23",
      currency: "CNY",
      settled: "0.00",
      held: "2.00",
      atRisk: "0.00",
      total: "2.00",
    },
    {
      name: "2026-11-23",
      currency: "USD",
      settled: "0.25",
      held: "0.00",
      atRisk: "0.00",
      total: "0.25",
    },
    {
      name: "2026-11-22",
      currency: "CNY",
      settled: "1.50",
      held: "0.00",
      atRisk: "9.00",
      total: "10.50",
    },
  ]);
  expect(rowsOf("model", costs).map(({ name, total: sum }) => [name, sum])).toEqual([
    ["another", "9.00"],
    ["wan2.6-t2v", "3.50"],
    ["wan2.6-t2v", "0.25"],
  ]);
});
