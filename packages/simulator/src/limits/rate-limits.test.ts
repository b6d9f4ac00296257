import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { admitQuery, admitSubmit } from "./rate-limits.ts";

describe("admitSubmit", () => {
  test("two requests per second are half a second apart, minus a tenth", () => {
    const nextAt = admitSubmit(undefined, 2, 1000);
    expect(nextAt).toBe(1500);
    expect(admitSubmit(1500, 2, 1000)).toBeNull();
    expect(admitSubmit(1500, 2, 1449)).toBeNull();
    expect(admitSubmit(1500, 2, 1450)).toBe(2000);
    expect(admitSubmit(1500, 2, 1500)).toBe(2000);
    expect(admitSubmit(1500, 2, 9000)).toBe(9500);
  });

  test("jitter never accumulates beyond the rate", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 60 }), (gaps) => {
        let now = 0;
        let nextAt: number | undefined;
        const admitted: number[] = [];
        for (const gap of gaps) {
          now += gap;
          const due = admitSubmit(nextAt, 2, now);
          if (due === null) continue;
          nextAt = due;
          admitted.push(now);
        }
        const [first = 0] = admitted;
        const last = admitted.at(-1) ?? 0;
        expect(last - first).toBeGreaterThanOrEqual((admitted.length - 1) * 500 - 50);
      }),
    );
  });
});

describe("admitQuery", () => {
  test("counts only the last second, and no refused requests", () => {
    expect(admitQuery([], 2, 1000)).toEqual([1000]);
    expect(admitQuery([1000], 2, 1500)).toEqual([1000, 1500]);
    expect(admitQuery([1000, 1500], 2, 1999)).toBeNull();
    expect(admitQuery([1000, 1500], 2, 2000)).toEqual([1500, 2000]);
  });
});
