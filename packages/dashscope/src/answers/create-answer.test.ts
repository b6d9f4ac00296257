import { describe, expect, it } from "vitest";

import { answer, error } from "../../test/fixtures/http-answers.ts";
import type { HttpAnswer } from "../http/http-answer.ts";
import { readCreateAnswer } from "./create-answer.ts";

const NOW = Date.UTC(2026, 10, 22);
const created = { output: { task_status: "PENDING", task_id: "task-1" }, request_id: "request-1" };

describe("readCreateAnswer: only a refusal of DashScope proves that no task was created (G1)", () => {
  it.each<[string, HttpAnswer, object]>([
    [
      "a task",
      answer(200, created),
      { kind: "accepted", taskId: "task-1", requestId: "request-1" },
    ],
    ["201", answer(201, { ...created, code: "Success" }), { kind: "accepted" }],
    [
      "200 with a code",
      answer(200, { ...created, ...error("InternalError") }),
      { kind: "unknown", failure: { code: "InternalError", charged: null } },
    ],
    [
      "200 without a task",
      answer(200, { output: {}, request_id: "request-1" }),
      { kind: "unknown", failure: { kind: "unreadable", requestId: "request-1" } },
    ],
    ["200 with HTML", answer(200, "<html>"), { kind: "unknown", failure: { kind: "unreadable" } }],
    [
      "a refusal",
      answer(400, error("InvalidParameter")),
      {
        kind: "rejected",
        failure: { kind: "invalid_request", charged: false, message: "because" },
      },
    ],
    [
      "a refusal with msg instead of message",
      answer(400, { code: "X", msg: "why" }),
      { kind: "rejected", failure: { message: "why" } },
    ],
    [
      "a refusal without a message",
      answer(401, { code: "InvalidApiKey" }),
      { kind: "rejected", failure: { message: "the provider returned status 401" } },
    ],
    [
      "a refusal with a task",
      answer(409, { ...created, ...error("Conflict") }),
      { kind: "unknown", failure: { charged: null } },
    ],
    ["429 with a task", answer(429, { ...created, ...error("Throttling") }), { kind: "unknown" }],
    [
      "a refusal of a gateway",
      answer(404, { code: 404, message: "no route" }),
      { kind: "unknown" },
    ],
    [
      "a refusal that quotes the API key and a signed link (G7)",
      answer(400, error("InvalidURL", "sk-0123456789 https://b.example/a.png?Signature=y")),
      { kind: "rejected", failure: { message: "sk-… https://b.example/a.png?…" } },
    ],
    ["a refusal that is not JSON", answer(403, "Forbidden"), { kind: "unknown" }],
    ["a refusal without a code", answer(400, { message: "no" }), { kind: "unknown" }],
    ["408", answer(408, error("RequestTimeOut")), { kind: "unknown", failure: { charged: null } }],
    [
      "429",
      answer(429, error("Throttling.RateQuota"), { "retry-after": "7" }),
      { kind: "throttled", retryAfterMs: 7_000, failure: { kind: "rate_limited" } },
    ],
    ["429 that is not JSON", answer(429, "slow down"), { kind: "unknown" }],
    [
      "500",
      answer(500, error("InternalError")),
      { kind: "unknown", failure: { kind: "provider_error", charged: null } },
    ],
    ["409", answer(409, error("Conflict")), { kind: "unknown", failure: { charged: null } }],
    [
      "499",
      answer(499, error("ClientDisconnect")),
      { kind: "unknown", failure: { charged: null } },
    ],
    [
      "an error inside the provider with the status of a refusal",
      answer(400, error("InternalError.Timeout")),
      { kind: "unknown", failure: { kind: "provider_error", charged: null } },
    ],
    ["302", answer(302, error("X")), { kind: "unknown" }],
    ["502 with HTML", answer(502, "<html>"), { kind: "unknown" }],
  ])("reads %s", (_, given, expected) => {
    expect(readCreateAnswer(given, NOW)).toMatchObject(expected);
  });
});
