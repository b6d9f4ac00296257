import { describe, expect, it } from "vitest";

import { laneLimitsOf, limitsOf } from "./limits.ts";

describe("limitsOf", () => {
  it("is configured for the model, for all others, in the catalogue, or the least", () => {
    const own = { submitsPerSecond: 7, maxInFlight: 9 };
    const others = { submitsPerSecond: 3, maxInFlight: 3 };
    expect(limitsOf("wan2.1-vace-plus", { "wan2.1-vace-plus": own, "*": others })).toEqual(own);
    expect(limitsOf("wan2.1-vace-plus", { "*": others })).toEqual(others);
    expect(limitsOf("wan2.1-vace-plus", {})).toEqual({ submitsPerSecond: 2, maxInFlight: 2 });
    expect(limitsOf("a-model-of-tomorrow", {})).toEqual({ submitsPerSecond: 1, maxInFlight: 1 });
  });
});

describe("laneLimitsOf", () => {
  it("keeps creates a little further apart than the rate asks for", () => {
    expect(laneLimitsOf({ submitsPerSecond: 2, maxInFlight: 2 })).toMatchObject({
      maxInFlight: 2,
      intervalMs: 525,
    });
  });
});
