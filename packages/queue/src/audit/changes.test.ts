import { expect, it } from "vitest";

import type { Settings } from "./changes.ts";
import { changesOf, limitChanges } from "./changes.ts";

const TEN = { amount: "10", currency: "CNY" } as const;

it.each<[string, Settings, Settings, string]>([
  ["an amount", { daily_spend: TEN }, { daily_spend: { ...TEN, amount: "20" } }, "10 CNY → 20 CNY"],
  ["a first limit", { daily_spend: null }, { daily_spend: TEN }, "none → 10 CNY"],
  ["a removed one", { daily_spend: TEN }, {}, "10 CNY → none"],
])("names %s before and after a change", (_, before, after, change) => {
  expect(changesOf(before, after)).toBe(`daily_spend ${change}`);
});

it("names each setting that changes, and no other", () => {
  const before = { weight: 1, models: ["a", "b"], name: "Films", allow_unbounded_cost: null };
  const after = { weight: 2, models: [], name: "Films", allow_unbounded_cost: true };
  expect(changesOf(before, after)).toBe(
    "weight 1 → 2, models [a b] → [], allow_unbounded_cost none → true",
  );
  expect(changesOf(before, before)).toBe("unchanged");
});

it("names the limits of a lane", () => {
  const two = { maxInFlight: 2, submitsPerSecond: 1 };
  expect(limitChanges(two, { ...two, maxInFlight: 0 })).toBe("max_in_flight 2 → 0");
  expect(limitChanges(two, null)).toBe("max_in_flight 2 → none, submits_per_second 1 → none");
});
