import { DAY_MS } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { readTaskListQuery } from "./task-list-query.ts";

const NOW = Date.UTC(2026, 10, 22, 10);
const NOON = Date.UTC(2026, 10, 22, 4);

it.each([
  [{}, { from: NOW - DAY_MS, to: NOW, page: 1, pageSize: 10 }],
  [{ start_time: "20261122120000" }, { from: NOON, to: NOON + DAY_MS }],
  [{ end_time: "20261122120000" }, { from: NOON - DAY_MS + 999, to: NOON + 999 }],
  [
    {
      start_time: "20261121120000",
      end_time: "20261122120000",
      status: "FAILED",
      page_no: "2",
      page_size: "100",
    },
    { from: NOON - DAY_MS, to: NOON + 999, status: "FAILED", page: 2, pageSize: 100 },
  ],
  [
    { status: "", start_time: "", end_time: "", model_name: "", page_no: "" },
    { from: NOW - DAY_MS, to: NOW, model: undefined, status: undefined, page: 1 },
  ],
  [{ task_id: "gen_1", api_key_id: "1", region: "cn-beijing" }, { taskId: "gen_1" }],
])("reads %j", (given, expected) => {
  expect(readTaskListQuery(given, NOW)).toMatchObject({ ok: true, query: expected });
});

it.each([
  [{ start_time: "20260230120000" }, "start_time must be YYYYMMDDhhmmss"],
  [{ start_time: "20261121120000", end_time: "20261123120000" }, "24 hours apart"],
  [{ start_time: "20261122120000", end_time: "20261122110000" }, "must not be after end_time"],
  [{ status: "DONE", page_no: "0" }, "status must be one of"],
  [{ page_size: "101" }, "page_size must be a whole number from 1 to 100"],
])("rejects %j", (given, message) => {
  expect(readTaskListQuery(given, NOW)).toEqual({
    ok: false,
    message: expect.stringContaining(message) as string,
  });
});
