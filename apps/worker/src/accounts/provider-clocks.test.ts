import { expect, it } from "vitest";

import { createProviderClocks } from "./provider-clocks.ts";

const HOST = "https://dashscope.aliyuncs.com/api/v1";

function clocksWith(...readings: readonly [at: number, date: number][]) {
  const jumps: number[] = [];
  const clocks = createProviderClocks((_, jumpMs) => jumps.push(jumpMs));
  for (const [at, date] of readings)
    clocks.observe(HOST, { askedAt: at, answeredAt: at + 100, date });
  return { aheadMs: clocks.aheadMs(HOST), jumps };
}

it("returns null for a host that has not answered", () => {
  expect(clocksWith()).toEqual({ aheadMs: null, jumps: [] });
});

it.each([0, 600_000, -150_000])("finds that a host is %i ms ahead, to the second", (ahead) => {
  const { aheadMs, jumps } = clocksWith([1_000, ahead], [61_000, 60_000 + ahead]);
  expect(Math.abs(aheadMs! - ahead)).toBeLessThan(1_000);
  expect(jumps).toEqual([]);
});

it("follows a clock that was set, and reports it", () => {
  const { aheadMs, jumps } = clocksWith([1_000, 1_000], [2_000, 602_000]);
  expect(aheadMs).toBeGreaterThan(590_000);
  expect(jumps).toHaveLength(1);
});
