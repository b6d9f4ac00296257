import { describe, expect, test } from "vitest";

import { exampleTask, startedTask, startTime } from "../../test/fixtures/task.ts";
import { laneStatsOf } from "../limits/lane-stats.ts";
import { ledgerOf } from "./ledger.ts";
import { statsOf } from "./stats.ts";
import { taskView } from "../tasks/task-view.ts";

const end = startTime + 11_000;
const canceled = exampleTask({ id: "canceled", life: { phase: "canceled", at: startTime + 500 } });

describe("the ledger", () => {
  test("charges successes, and nothing else", () => {
    const tasks = [
      startedTask(),
      startedTask({ failure: { code: null, message: null } }),
      exampleTask(),
      canceled,
      startedTask({ outputSeconds: 3.2 }),
    ];
    const ledger = ledgerOf(tasks, end);
    expect(ledger.entries.map(({ quoted, charged }) => [quoted, charged])).toEqual([
      ["3.50", "3.50"],
      ["3.50", "0.00"],
      ["3.50", "0.00"],
      ["3.50", "0.00"],
      ["2.24", "2.24"],
    ]);
    expect(ledger.totalCharged).toBe("5.74");
    expect(ledger.totalQuoted).toBe("16.24");
  });

  test("says what was bought by whom", () => {
    const { id, requestId, account, model, prompt, submittedAt } = exampleTask();
    expect(ledgerOf([exampleTask()], end).entries).toEqual([
      {
        taskId: id,
        requestId,
        account,
        model,
        prompt,
        submittedAt,
        status: "PENDING",
        quoted: "3.50",
        charged: "0.00",
        currency: "CNY",
      },
    ]);
  });

  test("charges when the task ends, not before", () => {
    expect(ledgerOf([startedTask()], end - 1).totalCharged).toBe("0.00");
  });
});

describe("the lanes", () => {
  const at = (from: number, to: number) =>
    startedTask({
      submittedAt: startTime + from,
      life: {
        phase: "started",
        startedAt: startTime + from,
        endsAt: startTime + to,
        timesOut: false,
      },
    });

  test("count the most at once; an end makes room at that very time", () => {
    const [lane] = laneStatsOf([at(0, 10), at(5, 20), at(10, 30), at(20, 20)], startTime + 100);
    expect(lane).toMatchObject({
      accepted: 4,
      inFlight: 0,
      running: 0,
      peakInFlight: 2,
      peakRunning: 2,
    });
  });

  test("waiting tasks are in flight, but do not run; canceled ones were", () => {
    const [lane] = laneStatsOf([exampleTask(), startedTask(), exampleTask(), canceled], end - 1);
    expect(lane).toMatchObject({ inFlight: 3, running: 1, peakInFlight: 4, peakRunning: 1 });
  });

  test("every account and model has its own", () => {
    const tasks = [
      exampleTask(),
      exampleTask({ account: "b" }),
      exampleTask({ model: "wan2.6-t2v" }),
    ];
    expect(laneStatsOf(tasks, end).map(({ accepted }) => accepted)).toEqual([1, 1, 1]);
    expect(laneStatsOf([], end)).toEqual([]);
  });
});

test("stats hold lanes, refusals and requests", () => {
  const request = {
    at: 0,
    requestId: "",
    method: "GET",
    path: "/",
    account: null,
    taskId: null,
    status: 200,
    code: null,
  };
  const throttled = {
    "submit-rate": 1,
    concurrency: 0,
    "get-rate": 0,
    "list-rate": 0,
    "cancel-rate": 0,
    "upload-rate": 0,
  };
  const requests = [
    { ...request, operation: "get" },
    { ...request, operation: "get" },
    { ...request, operation: "create" },
  ] as const;
  expect(statsOf([], requests, throttled, end)).toEqual({
    lanes: [],
    throttled,
    requests: { get: 2, create: 1 },
  });
});

test("a task's view has its times", () => {
  expect(taskView(startedTask(), end)).toMatchObject({
    status: "SUCCEEDED",
    submittedAt: startTime,
    startedAt: startTime + 1000,
    endedAt: end,
  });
});
