import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { aheadMsOf, betterOffset, gapMs, offsetOf } from "./offset.ts";

const time = fc.integer({ min: 0, max: 10_000 });

describe("offsetOf", () => {
  it("contains the true offset, however long the question and the answer travel", () => {
    fc.assert(
      fc.property(time, time, time, fc.integer(), (askedAt, thereMs, backMs, aheadMs) => {
        const shown = askedAt + thereMs + aheadMs;
        const answeredAt = askedAt + thereMs + backMs;
        // The answer has whole seconds only.
        const earliest = Math.floor(shown / 1_000) * 1_000;
        const { minMs, maxMs } = offsetOf({
          askedAt,
          answeredAt,
          earliest,
          latest: earliest + 999,
        });
        expect(minMs).toBeLessThanOrEqual(aheadMs);
        expect(maxMs).toBeGreaterThanOrEqual(aheadMs);
      }),
    );
  });
});

it("is estimated by the middle of its bounds", () => {
  expect(aheadMsOf({ minMs: -300, maxMs: 500 })).toBe(100);
});

it.each([
  [{ minMs: 0, maxMs: 10 }, { minMs: 10, maxMs: 20 }, 0],
  [{ minMs: 0, maxMs: 10 }, { minMs: 15, maxMs: 20 }, 5],
  [{ minMs: 15, maxMs: 20 }, { minMs: 0, maxMs: 10 }, 5],
])("%o and %o differ by %i ms at least", (one, other, gap) => {
  expect(gapMs(one, other)).toBe(gap);
});

describe("betterOffset", () => {
  const known = { minMs: 0, maxMs: 50 };

  it("is the first reading", () => expect(betterOffset(null, known)).toBe(known));

  it("is a newer reading that is as quick", () => {
    const read = { minMs: 10, maxMs: 900 };
    expect(betterOffset(known, read)).toBe(read);
  });

  it("stays as it is after a slow reading that agrees", () => {
    expect(betterOffset(known, { minMs: -5_000, maxMs: 5_000 })).toBe(known);
  });

  it("is a slow reading that disagrees: a clock was set", () => {
    const read = { minMs: 60_000, maxMs: 70_000 };
    expect(betterOffset(known, read)).toBe(read);
  });
});
