import type { Logger } from "@dashqueue/service";
import { expect, it } from "vitest";

import { clockOffBySeconds, reportClockJump, reportMachineClock } from "./clock-report.ts";

function linesOf(report: (logger: Logger) => void): unknown[] {
  const lines: unknown[] = [];
  const warn = (line: object, text: string) => void lines.push({ ...line, text });
  report({ warn } as unknown as Logger);
  return lines;
}

it.each([
  [null, null],
  [4_999, null],
  [-4_999, null],
  [300_400, 300],
  [-300_400, -300],
])("a clock that is %s ms ahead is off by %s s", (aheadMs, seconds) => {
  expect(clockOffBySeconds(aheadMs)).toBe(seconds);
});

it("says which way the clock of the machine is off", () => {
  expect(linesOf((logger) => reportMachineClock(-300_000, logger))).toMatchObject([
    { event: "clock-differs", ahead_s: -300, text: expect.stringContaining("300 s behind") },
  ]);
  expect(linesOf((logger) => reportMachineClock(300_000, logger))).toMatchObject([
    { ahead_s: 300, text: expect.stringContaining("300 s ahead of") },
  ]);
  expect(linesOf((logger) => reportMachineClock(10, logger))).toEqual([]);
});

it("says when a clock was set", () => {
  expect(linesOf((logger) => reportClockJump("redis", 5_000.4, logger))).toMatchObject([
    { event: "clock-jumped", clock: "redis", jump_ms: 5_000 },
  ]);
});
