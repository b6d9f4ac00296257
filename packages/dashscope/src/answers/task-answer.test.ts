import { describe, expect, it } from "vitest";

import { answer, error } from "../../test/fixtures/http-answers.ts";
import type { HttpAnswer } from "../http/http-answer.ts";
import { readTaskAnswer } from "./task-answer.ts";

const NOW = Date.UTC(2026, 10, 22);

function read(body: unknown, status = 200) {
  return readTaskAnswer(answer(status, body), "task-1", NOW);
}

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
    ["SUSPENDED", task({ task_status: "SUSPENDED" }), { task: { status: "SUSPENDED" } }],
    [
      "another word",
      task({ task_status: "DREAMING" }),
      { task: { status: "UNRECOGNIZED", word: "DREAMING" } },
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
      "SUCCEEDED without output fields",
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
      "FAILED without a reason",
      task({ task_status: "FAILED" }),
      { task: { failure: { kind: "provider_error", code: "" } } },
    ],
    [
      "a failure without an output",
      answer(200, error("InvalidParameter")),
      { task: { status: "FAILED", failure: { kind: "invalid_request" } } },
    ],
    [
      "FAILED with a signed link in its message (G7)",
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
      "throttling without an output",
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
      "a code with an output that has no status",
      answer(200, { ...error("InvalidParameter"), output: { task_id: "task-1" } }),
      { kind: "unavailable" },
    ],
    [
      "an unknown file extension",
      task({ task_status: "SUCCEEDED", video_url: "https://x.example/a.constructor" }),
      { task: { files: [{ name: "video.mp4", contentType: "video/mp4" }] } },
    ],
    [
      "a body that is not JSON",
      answer(200, "{"),
      { kind: "unavailable", failure: { kind: "unreadable" } },
    ],
    ["an empty object", answer(200, {}), { kind: "unavailable" }],
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

describe("the status of a task", () => {
  it.each([
    ["CANCELLED", "CANCELED"],
    ["Cancelled", "CANCELED"],
    ["canceled", "CANCELED"],
    ["Succeeded", "SUCCEEDED"],
    ["failed", "FAILED"],
    ["running", "RUNNING"],
    [" PENDING ", "PENDING"],
    ["suspended", "SUSPENDED"],
    ["PRE-PROCESSING", "PRE-PROCESSING"],
    ["PRE_PROCESSING", "PRE-PROCESSING"],
    ["preprocessing", "PRE-PROCESSING"],
    ["Post Processing", "POST-PROCESSING"],
    ["post_processing", "POST-PROCESSING"],
    ["constructor", "UNRECOGNIZED"],
    ["NOT_FAILED", "UNRECOGNIZED"],
    ["", "UNRECOGNIZED"],
  ])("is read from %j as %s", (word, status) => {
    expect(read(task({ task_status: word }).body)).toMatchObject({ task: { status } });
  });
});

describe("a failed image task", () => {
  it("is read from a body without an output", () => {
    const body = {
      request_id: "request-1",
      code: "InvalidParameter",
      message: "num_images_per_prompt must be 1",
    };
    expect(read(body)).toEqual({
      kind: "task",
      task: {
        status: "FAILED",
        id: "task-1",
        failure: {
          kind: "invalid_request",
          code: "InvalidParameter",
          message: "num_images_per_prompt must be 1",
          requestId: "request-1",
          charged: false,
        },
      },
    });
  });
});

describe("a refused query", () => {
  const wrong = (code: string, message = "") => ({ request_id: "request-1", code, message });
  it.each<readonly [number, object, string]>([
    [400, wrong("InvalidParameter", "num_images_per_prompt must be 1"), "task"],
    [400, wrong("DataInspectionFailed"), "task"],
    [400, wrong("InvalidParameter", "url error, please check url！"), "refused"],
    [400, wrong("Arrearage"), "refused"],
    [
      400,
      { ...wrong("InvalidParameter"), output: { task_id: "task-1", task_status: "SUCCEEDED" } },
      "refused",
    ],
    [404, wrong("InvalidParameter"), "refused"],
    [429, wrong("Throttling"), "unavailable"],
  ])("with status %i and body %j is read as %s (G10)", (status, body, kind) => {
    expect(read(body, status).kind).toBe(kind);
  });
});
