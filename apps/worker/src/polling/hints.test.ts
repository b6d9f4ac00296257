import { expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { createHints } from "./hints.ts";
import { isChecked } from "./swept.ts";

const { running } = GENERATIONS;
const polled = { ...running, task: { ...running.task, polls: 1 } };
const ids = Array.from({ length: 1_000 }, (_, index) => `task-${index}`);
const checked = { ...running, task: { ...running.task, id: ids.find(isChecked)! } };

interface Given {
  readonly safetyNetMs?: number | null;
  readonly leftMs?: number;
}

function hintsWith({ safetyNetMs = null, leftMs = 0 }: Given) {
  const log: unknown[] = [];
  const hints = createHints({
    paceMs: () => 15_000,
    safetyNetMs,
    swept: { leftMs: () => leftMs },
    hinted: async () => true,
    callbackMissed: () => void log.push("missed"),
    expectInSweep: async ({ task }, endedAt) => void log.push([task.id, endedAt]),
    now: () => START + 60_000,
  });
  return { ...hints, log };
}

it("polls first at the usual time, then at the interval of the safety net", () => {
  const { pollMs } = hintsWith({ safetyNetMs: 300_000 });
  expect(pollMs(running, START)).toBe(15_000);
  expect(pollMs(polled, START)).toBe(300_000);
});

it("never polls more often than at the usual pace", () => {
  expect(hintsWith({ safetyNetMs: 1_000 }).pollMs(polled, START)).toBe(15_000);
  expect(hintsWith({ leftMs: 1_000 }).pollMs(polled, START)).toBe(15_000);
});

it("polls at the usual pace where nothing reports ends, and expects no report", async () => {
  const { pollMs, hinted, unreported, log } = hintsWith({});
  await unreported(running, START);
  expect([pollMs(polled, START), await hinted(running), log]).toEqual([15_000, false, []]);
});

it("reads hints and counts missed callbacks where callbacks are expected", async () => {
  const { hinted, unreported, log } = hintsWith({ safetyNetMs: 300_000, leftMs: 60_000 });
  await unreported(running, START);
  expect([await hinted(running), log]).toEqual([true, ["missed"]]);
});

it("polls a task that sweeps would show when they no longer reach it, or after five minutes", () => {
  expect(hintsWith({ leftMs: 40_000 }).pollMs(running, START)).toBe(40_000);
  expect(hintsWith({ leftMs: 4_000_000 }).pollMs(running, START)).toBe(300_000);
  expect(hintsWith({ leftMs: 40_000 }).pollMs(checked, START)).toBe(15_000);
});

it("asks the sweeps for a task that a poll found to have ended before them", async () => {
  const { hinted, unreported, log } = hintsWith({ leftMs: 40_000 });
  await unreported(running, START + 50_000);
  await unreported({ ...running, attempt: { ...running.attempt, providerAheadMs: 0 } }, START);
  expect(await hinted(running)).toBe(true);
  // Where the provider's clock is not known, the poll says when the task had ended.
  expect(log).toEqual([
    ["task-1", START + 60_000],
    ["task-1", START],
  ]);
});

it("checks the sweeps with few tasks", () => {
  const count = ids.filter(isChecked).length;
  expect(count).toBeGreaterThan(10);
  expect(count).toBeLessThan(60);
});
