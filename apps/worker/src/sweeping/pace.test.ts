import { expect, it } from "vitest";

import { allowedLagMs, isWorthSweeping, sweepIntervalMs } from "./pace.ts";

/** 72 % of 20 queries per second. */
const POLLS_PER_MS = 0.0144;

it("is worth it from 144 tasks of an account with 20 queries per second", () => {
  const evenMs = (tasks: number) => tasks / POLLS_PER_MS;
  expect(isWorthSweeping(evenMs(143), false)).toBe(false);
  expect(isWorthSweeping(evenMs(144), false)).toBe(true);
  expect(isWorthSweeping(evenMs(100), true)).toBe(true);
  expect(isWorthSweeping(evenMs(50), true)).toBe(false);
});

it("uses a tenth of the polls (G8)", () => {
  expect(sweepIntervalMs(15, POLLS_PER_MS)).toBeCloseTo(15 / (0.1 * POLLS_PER_MS));
  expect(sweepIntervalMs(0, POLLS_PER_MS)).toBeGreaterThanOrEqual(2_000);
  expect(sweepIntervalMs(3, 1)).toBe(2_000);
  expect(sweepIntervalMs(60, POLLS_PER_MS)).toBe(30_000);
});

it("allows a lag that single polls would have, too", () => {
  expect(allowedLagMs(12_000)).toBe(10_000);
  expect(allowedLagMs(140_000)).toBe(70_000);
});
