import { expect, test } from "vitest";

import { exampleTask, startedTask, startTime } from "../../test/fixtures/task.ts";
import { endOf, failureOf, isForgotten, retentionMs, startOf, statusAt } from "./task-status.ts";

const end = startTime + 11_000;
const failure = { code: "InternalError", message: "no" };
const canceled = exampleTask({ life: { phase: "canceled", at: startTime + 500 } });
const expired = exampleTask({ life: { phase: "expired", at: startTime + 500 } });
const late = startedTask({
  life: { phase: "started", startedAt: startTime, endsAt: end, timesOut: true },
});

test("the status follows from the clock", () => {
  expect(statusAt(exampleTask(), end)).toBe("PENDING");
  expect(statusAt(startedTask(), end - 1)).toBe("RUNNING");
  expect(statusAt(startedTask(), end)).toBe("SUCCEEDED");
  expect(statusAt(startedTask({ failure }), end - 1)).toBe("RUNNING");
  expect(statusAt(startedTask({ failure }), end)).toBe("FAILED");
  expect(statusAt(canceled, end)).toBe("CANCELED");
  expect(statusAt(expired, end)).toBe("FAILED");
  expect(statusAt(late, end)).toBe("FAILED");
});

test("starts and ends", () => {
  expect([exampleTask(), startedTask(), canceled, expired].map(startOf)).toEqual([
    null,
    startTime + 1000,
    null,
    null,
  ]);
  expect([exampleTask(), startedTask(), canceled, expired].map((task) => endOf(task, end))).toEqual(
    [null, end, startTime + 500, startTime + 500],
  );
  expect(endOf(startedTask(), end - 1)).toBeNull();
});

test("a time-out is a failure of its own", () => {
  expect(failureOf(startedTask())).toBeNull();
  expect(failureOf(startedTask({ failure }))).toEqual(failure);
  expect(failureOf(late)?.code).toBe("InternalError.Timeout");
  expect(failureOf(expired)?.code).toBe("InternalError.Timeout");
});

test("an ended task is forgotten after a day, an open one never", () => {
  expect(isForgotten(startedTask(), end + retentionMs - 1)).toBe(false);
  expect(isForgotten(startedTask(), end + retentionMs)).toBe(true);
  expect(isForgotten(exampleTask(), end + 10 * retentionMs)).toBe(false);
});
