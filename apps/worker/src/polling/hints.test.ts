import { expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { createCallbackHints } from "./hints.ts";

const { running } = GENERATIONS;
const polled = { ...running, task: { ...running.task, polls: 1 } };

function hintsWith(safetyNetMs: number | null) {
  let missed = 0;
  const hints = createCallbackHints({
    paceMs: () => 15_000,
    safetyNetMs,
    hinted: async () => true,
    callbackMissed: () => void (missed += 1),
  });
  return { ...hints, missed: () => missed };
}

it("polls first at the usual time, then at the interval of the safety net", () => {
  const { pollMs } = hintsWith(300_000);
  expect(pollMs(running, START)).toBe(15_000);
  expect(pollMs(polled, START)).toBe(300_000);
});

it("never polls more often than at the usual pace", () => {
  expect(hintsWith(1_000).pollMs(polled, START)).toBe(15_000);
});

it("polls at the usual pace and counts no missed callback where none is expected", async () => {
  const { pollMs, hinted, callbackMissed, missed } = hintsWith(null);
  callbackMissed();
  expect([pollMs(polled, START), await hinted("task-1"), missed()]).toEqual([15_000, false, 0]);
});

it("reads hints and counts missed callbacks where callbacks are expected", async () => {
  const { hinted, callbackMissed, missed } = hintsWith(300_000);
  callbackMissed();
  expect([await hinted("task-1"), missed()]).toEqual([true, 1]);
});
