import { expect, test } from "vitest";

import { exampleTask, startedTask, START_TIME } from "../../test/fixtures/task.ts";
import { endOf, failureOf, isDeleted, RETENTION_MS, startOf, statusAt } from "./task-status.ts";

import type { Task } from "./task.ts";

const END = START_TIME + 11_000;
const failure = { code: "InternalError", message: "no" };
const canceled = exampleTask({ life: { phase: "canceled", at: START_TIME + 500 } });
const expired = exampleTask({ life: { phase: "expired", at: START_TIME + 500 } });
const late = startedTask({
  life: { phase: "started", startedAt: START_TIME, endsAt: END, timesOut: true },
});

test("the status follows from the clock", () => {
  expect(statusAt(exampleTask(), END)).toBe("PENDING");
  expect(statusAt(startedTask(), END - 1)).toBe("RUNNING");
  expect(statusAt(startedTask(), END)).toBe("SUCCEEDED");
  expect(statusAt(startedTask({ failure }), END - 1)).toBe("RUNNING");
  expect(statusAt(startedTask({ failure }), END)).toBe("FAILED");
  expect(statusAt(canceled, END)).toBe("CANCELED");
  expect(statusAt(expired, END)).toBe("FAILED");
  expect(statusAt(late, END)).toBe("FAILED");
  for (const task of [startedTask(), canceled, expired])
    expect(statusAt(task, START_TIME)).toBe("PENDING");
});

test("a running task may have several statuses", () => {
  const runningStatuses: Task["runningStatuses"] = ["PRE-PROCESSING", "RUNNING", "POST-PROCESSING"];
  const task = startedTask({ runningStatuses });
  const statuses = [1_000, 4_000, 5_000, 9_000, 11_000].map((at) =>
    statusAt(task, START_TIME + at),
  );
  expect(statuses).toEqual([
    "PRE-PROCESSING",
    "PRE-PROCESSING",
    "RUNNING",
    "POST-PROCESSING",
    "SUCCEEDED",
  ]);
});

test("only a started task has a start, and only an ended one an end", () => {
  expect([exampleTask(), startedTask(), canceled, expired].map(startOf)).toEqual([
    null,
    START_TIME + 1000,
    null,
    null,
  ]);
  expect([exampleTask(), startedTask(), canceled, expired].map((task) => endOf(task, END))).toEqual(
    [null, END, START_TIME + 500, START_TIME + 500],
  );
  expect(endOf(startedTask(), END - 1)).toBeNull();
});

test("a timeout has its own error code", () => {
  expect(failureOf(startedTask())).toBeNull();
  expect(failureOf(startedTask({ failure }))).toEqual(failure);
  expect(failureOf(late)?.code).toBe("InternalError.Timeout");
  expect(failureOf(expired)?.code).toBe("InternalError.Timeout");
});

test("an ended task is deleted after a day, an open one never", () => {
  expect(isDeleted(startedTask(), END + RETENTION_MS - 1)).toBe(false);
  expect(isDeleted(startedTask(), END + RETENTION_MS)).toBe(true);
  expect(isDeleted(exampleTask(), END + 10 * RETENTION_MS)).toBe(false);
});
