import { describe, expect, it } from "vitest";

import { combinedIntervalMs, laneLimitsOf } from "./limits.ts";

describe("laneLimitsOf", () => {
  it("spaces create requests a little wider than the rate limit requires (G3)", () => {
    expect(laneLimitsOf({ submitsPerSecond: 2, maxInFlight: 2 }, 60_000)).toMatchObject({
      maxInFlight: 2,
      intervalMs: 525,
    });
  });
});

it("lets a queue run as fast as all of its lanes together", () => {
  const lane = laneLimitsOf({ submitsPerSecond: 2, maxInFlight: 2 }, 60_000);
  expect(combinedIntervalMs([lane])).toBe(525);
  expect(combinedIntervalMs([lane, lane])).toBe(263);
});
