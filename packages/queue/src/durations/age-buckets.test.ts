import fc from "fast-check";
import { expect, it } from "vitest";

import { bucketOf, BUCKETS, bucketStartMs } from "./age-buckets.ts";

it("puts each age into the bucket that begins at it or before", () => {
  const age = fc.double({ min: 0, max: 10 * 60 * 60 * 1000, noNaN: true });
  fc.assert(
    fc.property(age, (ageMs) => {
      const bucket = bucketOf(ageMs);
      // Powers of two are rounded.
      expect(bucketStartMs(bucket)).toBeLessThanOrEqual(ageMs * 1.000_001);
      if (bucket < BUCKETS - 1)
        expect(bucketStartMs(bucket + 1)).toBeGreaterThan(ageMs * 0.999_999);
    }),
  );
  expect([bucketOf(-1), bucketOf(0), bucketOf(1_000), bucketOf(2_000)]).toEqual([0, 0, 1, 5]);
});
