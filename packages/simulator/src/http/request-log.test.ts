import { expect, test } from "vitest";

import { createRequestLog } from "./request-log.ts";

test("shows a request from its arrival, and keeps the latest 100,000", () => {
  const log = createRequestLog();
  const request = {
    at: 0,
    requestId: "",
    operation: "get",
    method: "GET",
    path: "/",
    headers: {},
    account: null,
    taskId: null,
    status: null,
    code: null,
  } as const;
  const note = log.open(request);
  expect(log.all()).toEqual([request]);
  note({ status: 200 });
  expect(log.all()).toEqual([{ ...request, status: 200 }]);
  for (let count = 0; count < 100_000; count += 1) log.open(request);
  expect(log.all()).toHaveLength(100_000);
  expect(log.all()[0]).toEqual(request);
  log.clear();
  expect(log.all()).toEqual([]);
});
