import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { HttpAnswer } from "./body.ts";
import { readCancelAnswer } from "./cancel-answer.ts";
import { readCreateAnswer } from "./create-answer.ts";
import { readListAnswer } from "./list.ts";
import { readTaskAnswer } from "./task.ts";

const NOW = Date.UTC(2026, 10, 22);
const answer = (
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): HttpAnswer => ({
  status,
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const error = (code: string, message = "because") => ({ code, message, request_id: "request-1" });
const created = { output: { task_status: "PENDING", task_id: "task-1" }, request_id: "request-1" };

describe("readCreateAnswer", () => {
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
      "a refusal that says msg",
      answer(400, { code: "X", msg: "why" }),
      { kind: "rejected", failure: { message: "why" } },
    ],
    [
      "a refusal without words",
      answer(401, { code: "InvalidApiKey" }),
      { kind: "rejected", failure: { message: "the provider answered 401" } },
    ],
    [
      "a refusal beside a task",
      answer(409, { ...created, ...error("Conflict") }),
      { kind: "unknown", failure: { charged: null } },
    ],
    [
      "a throttling beside a task",
      answer(429, { ...created, ...error("Throttling") }),
      { kind: "unknown" },
    ],
    [
      "a gateway's own refusal",
      answer(404, { code: 404, message: "no route" }),
      { kind: "unknown" },
    ],
    [
      "a refusal that quotes the key and a signed link",
      answer(400, error("InvalidURL", "sk-0123456789 https://b.example/a.png?Signature=y")),
      { kind: "rejected", failure: { message: "sk-… https://b.example/a.png?…" } },
    ],
    ["a refusal that is not DashScope's", answer(403, "Forbidden"), { kind: "unknown" }],
    ["a refusal without a code", answer(400, { message: "no" }), { kind: "unknown" }],
    ["408", answer(408, error("RequestTimeOut")), { kind: "unknown", failure: { charged: null } }],
    [
      "429",
      answer(429, error("Throttling.RateQuota"), { "retry-after": "7" }),
      { kind: "throttled", retryAfterMs: 7_000, failure: { kind: "rate_limited" } },
    ],
    ["429 without a body of its own", answer(429, "slow down"), { kind: "unknown" }],
    [
      "500",
      answer(500, error("InternalError")),
      { kind: "unknown", failure: { kind: "provider_error", charged: null } },
    ],
    ["302", answer(302, error("X")), { kind: "unknown" }],
    ["502 with HTML", answer(502, "<html>"), { kind: "unknown" }],
  ])("reads %s", (_, given, expected) => {
    expect(readCreateAnswer(given, NOW)).toMatchObject(expected);
  });
});

const task = (output: object, usage?: object) =>
  answer(200, { request_id: "request-2", output: { task_id: "task-1", ...output }, usage });
const VIDEO =
  "https://dashscope-result.oss-cn-beijing.aliyuncs.com/1/a.mp4?Expires=1795400000&OSSAccessKeyId=x&Signature=y";
const IMAGE = "https://dashscope-result.oss-cn-beijing.aliyuncs.com/1/a.png";

describe("readTaskAnswer", () => {
  it.each<[string, HttpAnswer, object]>([
    [
      "PENDING",
      task({ task_status: "PENDING" }),
      { kind: "task", task: { status: "PENDING", id: "task-1" } },
    ],
    ["RUNNING", task({ task_status: "RUNNING" }), { task: { status: "RUNNING" } }],
    ["CANCELED", task({ task_status: "CANCELED" }), { task: { status: "CANCELED" } }],
    [
      "UNKNOWN",
      task({ task_status: "UNKNOWN" }),
      { task: { status: "UNRECOGNIZED", word: "UNKNOWN" } },
    ],
    [
      "SUSPENDED",
      task({ task_status: "SUSPENDED" }),
      { task: { status: "UNRECOGNIZED", word: "SUSPENDED" } },
    ],
    [
      "SUCCEEDED",
      task(
        {
          task_status: "SUCCEEDED",
          video_url: VIDEO,
          orig_prompt: "a",
          actual_prompt: "b",
          end_time: "2025-05-15 16:20:09.389",
        },
        { video_duration: 5 },
      ),
      {
        task: {
          status: "SUCCEEDED",
          files: [
            {
              name: "video.mp4",
              url: VIDEO,
              contentType: "video/mp4",
              expiresAt: 1_795_400_000_000,
            },
          ],
          usage: { video_duration: 5 },
          origPrompt: "a",
          actualPrompt: "b",
          endedAt: Date.UTC(2025, 4, 15, 8, 20, 9, 389),
        },
      },
    ],
    [
      "SUCCEEDED without anything",
      task({ task_status: "SUCCEEDED" }),
      { task: { files: [], usage: {}, origPrompt: null, endedAt: null } },
    ],
    [
      "results as an object",
      task({ task_status: "SUCCEEDED", results: { video_url: VIDEO } }),
      { task: { files: [{ name: "video.mp4" }] } },
    ],
    [
      "results as an array with an error inside",
      task({
        task_status: "SUCCEEDED",
        results: [{ url: IMAGE }, error("DataInspectionFailed"), { url: IMAGE }],
      }),
      {
        task: {
          files: [
            { name: "image-1.png", contentType: "image/png", expiresAt: null },
            { name: "image-2.png" },
          ],
        },
      },
    ],
    [
      "choices",
      task({
        task_status: "SUCCEEDED",
        choices: [{ message: { content: [{ image: "https://x.example/a" }, { text: "b" }] } }],
      }),
      { task: { files: [{ name: "image.png", contentType: "image/png" }] } },
    ],
    [
      "FAILED",
      task({ task_status: "FAILED", ...error("InternalError.Algo") }),
      {
        task: {
          status: "FAILED",
          failure: { kind: "provider_error", charged: false, requestId: "request-2" },
        },
      },
    ],
    [
      "FAILED without a word",
      task({ task_status: "FAILED" }),
      { task: { failure: { kind: "provider_error", code: "" } } },
    ],
    [
      "a failure without an output",
      answer(200, error("InvalidParameter")),
      { task: { status: "FAILED", failure: { kind: "invalid_request" } } },
    ],
    [
      "FAILED that quotes a signed link",
      task({ task_status: "FAILED", ...error("InvalidURL", `cannot fetch ${VIDEO}`) }),
      {
        task: {
          failure: {
            message: "cannot fetch https://dashscope-result.oss-cn-beijing.aliyuncs.com/1/a.mp4?…",
          },
        },
      },
    ],
    [
      "a throttling without an output",
      answer(200, error("Throttling.RateQuota")),
      { kind: "unavailable" },
    ],
    ["a wrong key without an output", answer(200, error("InvalidApiKey")), { kind: "unavailable" }],
    [
      "an internal error without an output",
      answer(200, error("InternalError")),
      { kind: "unavailable" },
    ],
    [
      "a code beside an output without a status",
      answer(200, { ...error("InvalidParameter"), output: { task_id: "task-1" } }),
      { kind: "unavailable" },
    ],
    [
      "an ending that nobody knows",
      task({ task_status: "SUCCEEDED", video_url: "https://x.example/a.constructor" }),
      { task: { files: [{ name: "video.mp4", contentType: "video/mp4" }] } },
    ],
    [
      "nothing readable",
      answer(200, "{"),
      { kind: "unavailable", failure: { kind: "unreadable" } },
    ],
    ["nothing of use", answer(200, {}), { kind: "unavailable" }],
    [
      "429",
      answer(429, error("Throttling.RateQuota"), { "retry-after-ms": "50" }),
      { kind: "unavailable", retryAfterMs: 50 },
    ],
    ["500", answer(500, error("InternalError")), { kind: "unavailable" }],
    [
      "401",
      answer(401, error("InvalidApiKey")),
      { kind: "refused", failure: { kind: "authentication" } },
    ],
  ])("reads %s", (_, given, expected) => {
    expect(readTaskAnswer(given, "task-1", NOW)).toMatchObject(expected);
  });
});

describe("readListAnswer", () => {
  it("reads rows, also strange ones", () => {
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
  ])("overlooks no page of %j", (counts, totalPages, total) => {
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

  it("ends with a page without rows, where nothing is counted", () => {
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

describe("readCancelAnswer", () => {
  it.each<[HttpAnswer, string]>([
    [answer(200, { request_id: "request-1" }), "canceled"],
    [answer(400, error("UnsupportedOperation")), "refused"],
    [answer(429, error("Throttling.RateQuota")), "unavailable"],
    [answer(401, error("InvalidApiKey")), "unavailable"],
    [answer(500, "<html>"), "unavailable"],
  ])("reads %j as %s", (given, kind) => {
    expect(readCancelAnswer(given, NOW).kind).toBe(kind);
  });
});

describe("whatever comes", () => {
  const status = fc.integer({ min: 100, max: 599 });
  const keys = fc.constantFrom(
    "output",
    "task_id",
    "task_status",
    "code",
    "message",
    "usage",
    "results",
    "choices",
    "data",
    "url",
    "video_url",
    "request_id",
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      fc.dictionary(keys, tie("tree")),
      fc.array(tie("tree"), { maxLength: 3 }),
    ),
  }));
  const body = fc.oneof(
    fc.string(),
    tree.map((value) => JSON.stringify(value) ?? ""),
  );

  it("is read without an exception, and only a task id is a task", () => {
    fc.assert(
      fc.property(status, body, (status, body) => {
        const given = answer(status, body);
        const read = readCreateAnswer(given, NOW);
        if (read.kind === "accepted") expect(body).toContain("task_id");
        if (read.kind === "rejected" || read.kind === "throttled")
          expect(status >= 400 && status < 500).toBe(true);
        readTaskAnswer(given, "task-1", NOW);
        readListAnswer(given, NOW);
        readCancelAnswer(given, NOW);
      }),
      { numRuns: 1_000 },
    );
  });
});
