import { expect, it } from "vitest";

import { spread } from "./durations.ts";

it("spreads durations around their median, the same ones for the same seed", () => {
  const durations = spread(20_000, 0.3, 1_001, 7);
  expect(durations).toEqual(spread(20_000, 0.3, 1_001, 7));
  expect(durations).not.toEqual(spread(20_000, 0.3, 1_001, 8));
  const sorted = durations.toSorted((a, b) => a - b);
  expect(sorted[500]! / 20_000).toBeCloseTo(1, 1);
  // One sigma above and below the median.
  expect(sorted[841]! / 20_000).toBeCloseTo(Math.exp(0.3), 1);
  expect(sorted[159]! / 20_000).toBeCloseTo(Math.exp(-0.3), 1);
});
