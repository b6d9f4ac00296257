import { expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { createCallbacks } from "./hints.ts";

const { running } = GENERATIONS;
const polled = { ...running, task: { ...running.task, polls: 1 } };

function callbacks(safetyNetMs: number | null) {
  let missed = 0;
  const ports = { pace: () => 15_000, hinted: async () => true, missed: () => void (missed += 1) };
  return { ...createCallbacks({ ...ports, safetyNetMs }), missed: () => missed };
}

it("looks for the first time as is usual, then only now and then", () => {
  const { pollMs, poll } = callbacks(300_000);
  expect(pollMs(running, START)).toBe(15_000);
  expect(pollMs(polled, START)).toBe(300_000);
  expect(poll.pollMs(polled, START)).toBe(15_000);
});

it("never looks more often than is usual", () => {
  expect(callbacks(1_000).pollMs(polled, START)).toBe(15_000);
});

it("looks as is usual where nobody tells, and misses nothing", async () => {
  const { pollMs, poll, missed } = callbacks(null);
  poll.callbackMissed();
  expect([pollMs(polled, START), await poll.hinted("task-1"), missed()]).toEqual([
    15_000,
    false,
    0,
  ]);
});

it("knows what was told, and counts what was not", async () => {
  const { poll, missed } = callbacks(300_000);
  poll.callbackMissed();
  expect([await poll.hinted("task-1"), missed()]).toEqual([true, 1]);
});
