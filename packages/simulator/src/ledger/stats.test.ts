import { expect, test } from "vitest";

import { statsOf } from "./stats.ts";

test("returns lanes, refusals and requests by operation", () => {
  const request = {
    at: 0,
    requestId: "",
    method: "GET",
    path: "/",
    account: null,
    headers: {},
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
  expect(statsOf([], requests, throttled, 0)).toEqual({
    lanes: [],
    throttled,
    requests: { get: 2, create: 1 },
  });
});
