import { describe, expect, it } from "vitest";

import { answer, error } from "../../test/fixtures/http-answers.ts";
import type { HttpAnswer } from "../http/http-answer.ts";
import { readListAnswer } from "./list-answer.ts";

const NOW = Date.UTC(2026, 10, 22);

describe("readListAnswer", () => {
  it("reads rows with missing fields, and counts unreadable rows", () => {
    const data = [
      {
        task_id: "task-1",
        request_id: "request-1",
        model_name: "m",
        status: "RUNNING",
        gmt_create: 1_745_568_428_109,
      },
      { task_id: "task-2" },
      { nothing: true },
    ];
    expect(
      readListAnswer(answer(200, { data, total: 13, total_page: 2, page_no: 1 }), NOW),
    ).toEqual({
      kind: "rows",
      page: 1,
      totalPages: 2,
      total: 13,
      unreadable: 1,
      rows: [
        {
          taskId: "task-1",
          requestId: "request-1",
          model: "m",
          status: "RUNNING",
          createdAt: 1_745_568_428_109,
        },
        { taskId: "task-2", requestId: null, model: null, status: "UNKNOWN", createdAt: null },
      ],
    });
  });

  it.each<[object, number, number | null]>([
    [{ total: 35, page_size: 10 }, 4, 35],
    [{ total: "35", page_size: "10" }, 4, 35],
    [{ total: 35 }, 35, 35],
    [{ total: null, total_page: null }, 2, null],
    [{}, 2, null],
  ])("counts the pages of %j without skipping one", (counts, totalPages, total) => {
    const data = [{ task_id: "task-1" }];
    expect(readListAnswer(answer(200, { data, ...counts }), NOW)).toEqual({
      kind: "rows",
      rows: [
        { taskId: "task-1", requestId: null, model: null, status: "UNKNOWN", createdAt: null },
      ],
      unreadable: 0,
      page: 1,
      totalPages,
      total,
    });
  });

  it("ends at a page without rows when there is no count", () => {
    expect(readListAnswer(answer(200, { data: [], page_no: 3 }), NOW)).toMatchObject({
      page: 3,
      totalPages: 3,
    });
  });

  it.each<[HttpAnswer, string]>([
    [answer(200, { data: 7 }), "unavailable"],
    [answer(429, error("Throttling.RateQuota")), "unavailable"],
    [answer(400, error("InvalidParameter")), "refused"],
    [answer(502, "<html>"), "unavailable"],
  ])("reads %j as %s", (given, kind) => {
    expect(readListAnswer(given, NOW).kind).toBe(kind);
  });
});
