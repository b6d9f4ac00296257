import { describe, expect, test } from "vitest";

import { exampleTask, startedTask, START_TIME } from "../../test/fixtures/task.ts";
import type { DuringEffect } from "../faults/fault.ts";
import { listAnswer } from "./list-answer.ts";
import type { Task } from "../tasks/task.ts";
import { RETENTION_MS } from "../tasks/task-status.ts";

const HOUR_MS = 3_600_000;
const NOW = START_TIME + 11_000;

function list(tasks: readonly Task[], query: Readonly<Record<string, string>> = {}, at = NOW) {
  return listAnswer(tasks, new URLSearchParams(query), { now: at, region: "cn-beijing" });
}

function idsOf(
  tasks: readonly Task[],
  query: Readonly<Record<string, string>> = {},
  at = NOW,
): unknown {
  const answer = list(tasks, query, at) as { data?: readonly { task_id: string }[] };
  return answer.data?.map((row) => row.task_id);
}

const MANY = Array.from({ length: 25 }, (_, index) =>
  exampleTask({ id: String(index), submittedAt: START_TIME + index }),
);

test("has a flat envelope, and rows with epoch times and no prompt", () => {
  expect(list([startedTask()])).toEqual({
    total: 1,
    total_page: 1,
    page_no: 1,
    page_size: 10,
    data: [
      {
        api_key_id: "123456",
        caller_parent_id: expect.stringMatching(/^\d{16}$/) as unknown,
        caller_uid: expect.stringMatching(/^\d{16}$/) as unknown,
        gmt_create: START_TIME,
        start_time: START_TIME + 1000,
        end_time: NOW,
        model_name: "wan2.1-vace-plus",
        region: "cn-beijing",
        request_id: startedTask().requestId,
        status: "SUCCEEDED",
        task_id: startedTask().id,
        user_api_unique_key: "apikey:v1:aigc:video-generation:video-synthesis:wan2.1-vace-plus",
      },
    ],
  });
});

test("an open task has no end, and a waiting one no start", () => {
  expect(list([exampleTask()])).not.toHaveProperty("data.0.start_time");
  expect(list([startedTask()], {}, NOW - 1)).not.toHaveProperty("data.0.end_time");
});

test("lists the newest first, ten on a page", () => {
  expect(list(MANY)).toMatchObject({ total: 25, total_page: 3, page_no: 1, page_size: 10 });
  expect(idsOf(MANY)).toEqual(["24", "23", "22", "21", "20", "19", "18", "17", "16", "15"]);
  expect(idsOf(MANY, { page_no: "3" })).toEqual(["4", "3", "2", "1", "0"]);
  expect(idsOf(MANY, { page_no: "4" })).toEqual([]);
  expect(idsOf(MANY, { page_no: "2", page_size: "2" })).toEqual(["22", "21"]);
});

test("filters by model, status, key and id", () => {
  const tasks = [
    exampleTask({ id: "a" }),
    startedTask({ id: "b", model: "wan2.6-t2v" }),
    exampleTask({ id: "c", apiKeyId: "654321" }),
  ];
  expect(idsOf(tasks, { model_name: "wan2.6-t2v" })).toEqual(["b"]);
  expect(idsOf(tasks, { status: "PENDING" })).toEqual(["c", "a"]);
  expect(idsOf(tasks, { status: "UNKNOWN" })).toEqual([]);
  expect(idsOf(tasks, { api_key_id: "654321" })).toEqual(["c"]);
  expect(idsOf(tasks, { task_id: "a", status: "RUNNING" })).toEqual(["a"]);
});

describe("the window", () => {
  const tasks = [0, 10, 30].map((hours) =>
    exampleTask({ id: `${hours}h`, submittedAt: START_TIME + hours * HOUR_MS }),
  );
  const at = START_TIME + 31 * HOUR_MS;

  test("is the last day by default", () => expect(idsOf(tasks, {}, at)).toEqual(["30h", "10h"]));

  test("can have a start or an end, and then spans a day from it", () => {
    expect(idsOf(tasks, { start_time: "20260102110405" }, at)).toEqual(["10h", "0h"]);
    expect(idsOf(tasks, { start_time: "20260102110406" }, at)).toEqual(["10h"]);
    expect(idsOf(tasks, { end_time: "20260102110405" }, at)).toEqual(["0h"]);
    expect(idsOf(tasks, { end_time: "20260102110404" }, at)).toEqual([]);
  });

  test("can span a day, and not more", () => {
    const start_time = "20260102110405";
    expect(idsOf(tasks, { start_time, end_time: "20260103110405" }, at)).toEqual(["10h", "0h"]);
    expect(list(tasks, { start_time, end_time: "20260103110406" }, at)).toMatchObject({
      status: 400,
    });
    expect(list(tasks, { start_time, end_time: "20260101110405" }, at)).toMatchObject({
      status: 400,
    });
  });
});

test("omits a task a day after its end", () => {
  const submittedAt = START_TIME + RETENTION_MS;
  const tasks = [startedTask({ id: "old" }), exampleTask({ id: "new", submittedAt })];
  expect(idsOf(tasks, { task_id: "old" }, NOW + RETENTION_MS)).toEqual([]);
  expect(idsOf(tasks, {}, NOW + RETENTION_MS)).toEqual(["new"]);
});

test.each([
  { start_time: "yesterday" },
  { end_time: "1747296884723" },
  { page_no: "0" },
  { page_size: "x" },
  { page_size: "101" },
  { status: "CANCELLED" },
])("refuses %j", (query) =>
  expect(list([], query)).toMatchObject({ status: 400, code: "InvalidParameter" }),
);

describe("a list that is wrong", () => {
  const listWith = (effect: DuringEffect, query: Readonly<Record<string, string>> = {}) =>
    listAnswer([startedTask()], new URLSearchParams(query), {
      now: NOW,
      region: "cn-beijing",
      effect,
    });

  test("shows the statuses of earlier", () => {
    const late = { kind: "status-lag", ms: 5_000 } as const;
    expect(listWith(late)).toMatchObject({ data: [{ status: "RUNNING" }] });
    expect(listWith(late)).not.toHaveProperty("data.0.end_time");
    expect(listWith(late, { status: "SUCCEEDED" })).toMatchObject({ total: 0 });
    const later = { kind: "status-lag", ms: 60_000 } as const;
    expect(listWith(later)).toMatchObject({ data: [{ status: "PENDING" }] });
    expect(listWith(later)).not.toHaveProperty("data.0.start_time");
  });

  test("calls a running task ended, and leaves the others as they are", () => {
    const wrong = { kind: "misreport", status: "FAILED" } as const;
    expect(listWith(wrong)).toMatchObject({ data: [{ status: "SUCCEEDED" }] });
    const running = listAnswer([startedTask()], new URLSearchParams({ status: "FAILED" }), {
      now: NOW - 1,
      region: "cn-beijing",
      effect: wrong,
    });
    expect(running).toMatchObject({ total: 1, data: [{ status: "FAILED" }] });
  });
});
