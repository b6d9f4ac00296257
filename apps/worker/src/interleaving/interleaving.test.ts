import fc from "fast-check";
import { describe, it } from "vitest";

import { interleave } from "./run.ts";

const choices = fc.array(fc.integer({ min: 0, max: 2 ** 20 - 1 }), { maxLength: 300, size: "max" });
const circumstances = fc.record({
  prompts: fc.constantFrom(["a girl"], ["a girl", "a boy"], ["a girl", "a girl"]),
  maxInFlight: fc.constantFrom(1, 2),
  showsPrompts: fc.constant(true),
  workersHang: fc.constant(false),
  flaw: fc.constant(null),
});

describe("two workers that crash and race", () => {
  it("pay at most once", async () => {
    await fc.assert(fc.asyncProperty(circumstances, choices, async (given, choices) => void (await interleave(given, choices))), {
      numRuns: 300,
    });
  }, 120_000);
});
