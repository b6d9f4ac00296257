import type { Selected } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { exceeds, needsConfirmation } from "./confirmation.ts";

const selected: Selected = {
  ids: ["a", "b"],
  estimate: [
    { amount: "3.50", currency: "CNY" },
    { amount: "0.000000001", currency: "USD" },
  ],
  unpriced: 1,
};
const agreed = {
  as_of: "2026-11-27T08:00:00.000Z",
  count: 2,
  estimate: [
    { amount: "0.000000001", currency: "USD" as const },
    { amount: "3.5", currency: "CNY" as const },
  ],
  unpriced: 1,
};

it("lets what was agreed to begin, or less", () => {
  expect(exceeds(selected, agreed)).toBe(false);
  expect(exceeds({ ids: [], estimate: [], unpriced: 0 }, agreed)).toBe(false);
});

it.each([
  { count: 1 },
  { unpriced: 0 },
  { estimate: [] },
  { estimate: [{ amount: "99", currency: "CNY" as const }] },
  { estimate: [agreed.estimate[0]!, { amount: "3.499999999", currency: "CNY" as const }] },
])("refuses more than %j", (less) => {
  expect(exceeds(selected, { ...agreed, ...less })).toBe(true);
});

it("is needed for what spends money, and for what cannot be undone", () => {
  expect(needsConfirmation("regenerate")).toBe(true);
  expect(needsConfirmation("delete")).toBe(true);
  expect(needsConfirmation("cancel")).toBe(false);
});
