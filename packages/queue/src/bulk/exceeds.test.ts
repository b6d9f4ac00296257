import { expect, it } from "vitest";

import type { Agreed } from "./exceeds.ts";
import { exceeds } from "./exceeds.ts";
import type { Selected } from "./select-generations.ts";

const selected: Selected = {
  ids: ["a", "b"],
  estimate: [
    { amount: "3.50", currency: "CNY" },
    { amount: "0.000000001", currency: "USD" },
  ],
  unpriced: 1,
};
const agreed: Agreed = {
  count: 2,
  estimate: [
    { amount: "0.000000001", currency: "USD" },
    { amount: "3.5", currency: "CNY" },
  ],
  unpriced: 1,
};

it("accepts what was confirmed, or less", () => {
  expect(exceeds(selected, agreed)).toBe(false);
  expect(exceeds({ ids: [], estimate: [], unpriced: 0 }, agreed)).toBe(false);
});

it.each<Partial<Agreed>>([
  { count: 1 },
  { unpriced: 0 },
  { estimate: [] },
  { estimate: [{ amount: "99", currency: "CNY" }] },
  { estimate: [agreed.estimate[0]!, { amount: "3.499999999", currency: "CNY" }] },
])("refuses more than %j", (less) => {
  expect(exceeds(selected, { ...agreed, ...less })).toBe(true);
});
