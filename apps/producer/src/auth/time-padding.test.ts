import { expect, it } from "vitest";

import { restOf, withPadding } from "./time-padding.ts";

it.each([
  [0, 50],
  [1, 49],
  [49, 1],
  [50, 50],
  [130, 20],
  // The clock was set back.
  [-7, 50],
])("after %d ms, waits for another %d ms", (elapsedMs, restMs) => {
  expect(restOf(elapsedMs, 50)).toBe(restMs);
});

it.each([
  ["nothing", null, true],
  ["what is missing", { kind: "missing" }, true],
  ["a generation", { id: "gen_1" }, false],
  ["a result", { kind: "removed" }, false],
])("delays the answer for %s", async (_, found, isDelayed) => {
  const begunAt = performance.now();
  const call = withPadding({ now: () => 0, padMs: 30 }, async (_id: string) => found);
  expect(await call("gen_1")).toBe(found);
  if (isDelayed) expect(performance.now() - begunAt).toBeGreaterThan(25);
});

it("can be turned off", async () => {
  const begunAt = performance.now();
  await withPadding({ now: () => 0, padMs: 0 }, async () => null)();
  expect(performance.now() - begunAt).toBeLessThan(1_000);
});
