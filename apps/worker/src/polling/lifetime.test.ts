import { bucketOf, BUCKETS } from "@dashqueue/queue/internal";
import fc from "fast-check";
import { expect, it } from "vitest";

import { ageExceededBy, lifetimeOf } from "./lifetime.ts";

const VIDEO = { firstDelayMs: 60_000 };

it("follows the catalog until tasks were observed, and then the tasks", () => {
  const unseen = lifetimeOf(new Map(), VIDEO);
  expect(unseen.lifeMs).toBeGreaterThan(120_000);
  const seconds = lifetimeOf(new Map([[bucketOf(5_000), 300]]), VIDEO);
  expect(seconds.lifeMs).toBeGreaterThan(4_000);
  expect(seconds.lifeMs).toBeLessThan(15_000);
});

it("expects an end at every age, however sure the observations are", () => {
  const counts = fc.dictionary(
    fc.integer({ min: 0, max: BUCKETS - 1 }).map(String),
    fc.double({ min: 0, max: 500, noNaN: true }),
  );
  fc.assert(
    fc.property(counts, (observed) => {
      const entries = Object.entries(observed).map(([key, count]) => [Number(key), count] as const);
      const { hazards, lifeMs, effort } = lifetimeOf(new Map(entries), VIDEO);
      expect(hazards).toHaveLength(BUCKETS);
      for (const value of [...hazards, lifeMs, effort]) {
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThan(Infinity);
      }
    }),
  );
});

it("returns the age that few tasks exceed", () => {
  const lifetime = lifetimeOf(new Map([[bucketOf(100_000), 400]]), VIDEO);
  expect(ageExceededBy(0.5, lifetime)).toBeGreaterThan(80_000);
  expect(ageExceededBy(0.5, lifetime)).toBeLessThan(130_000);
  expect(ageExceededBy(0.01, lifetime)).toBeLessThan(200_000);
  expect(ageExceededBy(0.01, lifetime)).toBeGreaterThanOrEqual(ageExceededBy(0.1, lifetime));
  expect(ageExceededBy(0, lifetime)).toBeGreaterThan(6 * 3_600_000);
});
