import * as fc from "fast-check";
import { expect, test } from "vitest";

import { costOf, sumOf } from "./money.ts";

test.each([
  [5, "0.70", "3.50"],
  [3.2, "0.70", "2.24"],
  [10.23, "0.5", "5.115"],
  [0, "1", "0.00"],
  [15, "1.00", "15.00"],
  [0.001, "0.0001", "0.00"],
])("%d units at %s cost %s", (seconds, price, cost) => expect(costOf(seconds, price)).toBe(cost));

test("adds decimal strings exactly", () => {
  expect(sumOf([])).toBe("0.00");
  expect(sumOf(["0.10", "0.20"])).toBe("0.30");
  expect(sumOf(["5.115", "0.885"])).toBe("6.00");
});

test("n tasks cost as much as one task of n times the length", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50 }), (count) => {
      const single = costOf(5, "0.70");
      expect(sumOf(Array.from({ length: count }, () => single))).toBe(costOf(5 * count, "0.70"));
    }),
  );
});
