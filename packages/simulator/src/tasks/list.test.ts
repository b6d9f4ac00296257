import { describe, expect, test } from "vitest";

import { exampleTask, startedTask, startTime } from "../../test/fixtures/task.ts";
import { listAnswer } from "./list.ts";
import { retentionMs } from "./task-status.ts";
import type { Task } from "./task.ts";

const hourMs = 3_600_000;
const now = startTime + 11_000;

function list(tasks: readonly Task[], query: Readonly<Record<string, string>> = {}, at = now) {
  return listAnswer(tasks, new URLSearchParams(query), { now: at, region: "cn-beijing" });
}

function idsOf(
  tasks: readonly Task[],
  query: Readonly<Record<string, string>> = {},
  at = now,
): unknown {
  const answer = list(tasks, query, at) as { data?: readonly { task_id: string }[] };
  return answer.data?.map((row) => row.task_id);
}

const many = Array.from({ length: 25 }, (_, index) =>
  exampleTask({ id: String(index), submittedAt: startTime + index }),
);

test("the envelope is flat; rows have epoch times and no prompt", () => {
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
        gmt_create: startTime,
        start_time: startTime + 1000,
        end_time: now,
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

test("an open task has no end, a waiting one no start", () => {
  expect(list([exampleTask()])).not.toHaveProperty("data.0.start_time");
  expect(list([startedTask()], {}, now - 1)).not.toHaveProperty("data.0.end_time");
});

test("newest first, ten a page", () => {
  expect(list(many)).toMatchObject({ total: 25, total_page: 3, page_no: 1, page_size: 10 });
  expect(idsOf(many)).toEqual(["24", "23", "22", "21", "20", "19", "18", "17", "16", "15"]);
  expect(idsOf(many, { page_no: "3" })).toEqual(["4", "3", "2", "1", "0"]);
  expect(idsOf(many, { page_no: "4" })).toEqual([]);
  expect(idsOf(many, { page_no: "2", page_size: "2" })).toEqual(["22", "21"]);
});

test("filters", () => {
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
    exampleTask({ id: `${hours}h`, submittedAt: startTime + hours * hourMs }),
  );
  const at = startTime + 31 * hourMs;

  test("is the last day by default", () => expect(idsOf(tasks, {}, at)).toEqual(["30h", "10h"]));

  test("may begin or end somewhere, and is a day from there", () => {
    expect(idsOf(tasks, { start_time: "20260102110405" }, at)).toEqual(["10h", "0h"]);
    expect(idsOf(tasks, { start_time: "20260102110406" }, at)).toEqual(["10h"]);
    expect(idsOf(tasks, { end_time: "20260102110405" }, at)).toEqual(["0h"]);
    expect(idsOf(tasks, { end_time: "20260102110404" }, at)).toEqual([]);
  });

  test("may be a whole day, and no more", () => {
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

test("forgets a task a day after its end", () => {
  const submittedAt = startTime + retentionMs;
  const tasks = [startedTask({ id: "old" }), exampleTask({ id: "new", submittedAt })];
  expect(idsOf(tasks, { task_id: "old" }, now + retentionMs)).toEqual([]);
  expect(idsOf(tasks, {}, now + retentionMs)).toEqual(["new"]);
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
