import { expect, it } from "vitest";

import { readEndpointAnswer } from "./endpoint-answer.ts";

const PAGE = "<!DOCTYPE html><title>Model Studio</title>";
const OPEN_AI = JSON.stringify({
  error: { message: "Incorrect API key", code: "invalid_api_key" },
});
const error = (code: string) => JSON.stringify({ code, message: "because", request_id: "r" });

it.each([
  ["a task list", 200, JSON.stringify({ data: [], total: 0 }), { kind: "ready" }],
  [
    "a wrong key",
    401,
    error("InvalidApiKey"),
    { kind: "refused", failure: { kind: "authentication" } },
  ],
  [
    "an account in arrears",
    400,
    error("Arrearage"),
    { kind: "refused", failure: { kind: "arrears" } },
  ],
  ["a page", 200, PAGE, { kind: "elsewhere", status: 200 }],
  ["other JSON", 200, "{}", { kind: "elsewhere", status: 200 }],
  ["a redirect", 301, "", { kind: "elsewhere", status: 301 }],
  ["a page that is not there", 404, PAGE, { kind: "elsewhere", status: 404 }],
  ["a path that is not there", 404, error("NotFound"), { kind: "elsewhere", status: 404 }],
  ["a path for writes only", 405, "", { kind: "elsewhere", status: 405 }],
  ["an error of the compatible mode", 401, OPEN_AI, { kind: "elsewhere", status: 401 }],
  ["a blocked request", 403, PAGE, { kind: "unavailable" }],
  ["throttling", 429, error("Throttling"), { kind: "unavailable" }],
  ["an error with status 200", 200, error("InternalError"), { kind: "unavailable" }],
  ["a gateway", 502, PAGE, { kind: "unavailable", failure: { kind: "unreadable" } }],
  ["a gateway with JSON", 502, OPEN_AI, { kind: "unavailable" }],
])("reads %s", (_, status, body, expected) => {
  expect(readEndpointAnswer({ status, headers: {}, body }, 0)).toMatchObject(expected);
});
