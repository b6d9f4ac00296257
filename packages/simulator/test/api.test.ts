import { createClock } from "@dashqueue/testing";
import { describe, expect, test } from "vitest";

import type { SimulatorOptions } from "../src/index.ts";
import { startSimulator } from "../src/index.ts";
import {
  create,
  CREATE_HEADERS,
  CREATE_PATH,
  finish,
  get,
  send,
  vaceBody,
  VIDEO_BYTES,
} from "./client.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const START = Date.UTC(2026, 0, 2, 3, 4, 5);

async function frozen(options: SimulatorOptions = {}) {
  const clock = createClock(START);
  const simulator = await startSimulator({
    pendingMs: 1000,
    runningMs: 10_000,
    ...options,
    now: clock.now,
  });
  return { simulator, clock };
}

test("generates a video, from the create request to its bytes", async () => {
  await using simulator = await startSimulator({ pendingMs: 20, runningMs: 50 });
  const { body } = await finish(simulator);
  expect(body).toMatchObject({
    request_id: expect.stringMatching(UUID) as unknown,
    output: {
      task_status: "SUCCEEDED",
      orig_prompt: "a girl in a forest",
      actual_prompt: expect.any(String) as unknown,
    },
    usage: { video_duration: 5, video_ratio: "standard", video_count: 1 },
  });
  const url = body.output?.["video_url"] ?? "";
  expect(new URL(url).host).not.toBe(new URL(simulator.url).host);
  const response = await fetch(url);
  expect(Buffer.from(await response.arrayBuffer()).equals(VIDEO_BYTES)).toBe(true);
  expect(simulator.ledger()).toMatchObject({ totalCharged: "3.50", totalQuoted: "3.50" });
});

test("a create request is answered with the documented body and its own request id", async () => {
  const { simulator, clock } = await frozen();
  await using _ = simulator;
  const first = await create(simulator);
  clock.advance(500);
  const second = await create(simulator, vaceBody(), { path: `${CREATE_PATH}/` });
  // Dated by the simulator's clock, so that a test can make it wrong.
  expect(first.headers.get("date")).toBe("Fri, 02 Jan 2026 03:04:05 GMT");
  for (const { status, body, headers } of [first, second]) {
    expect(status).toBe(200);
    expect(body).toEqual({
      output: { task_status: "PENDING", task_id: expect.stringMatching(UUID) as unknown },
      request_id: expect.stringMatching(UUID) as unknown,
    });
    expect(headers.get("x-request-id")).toBe(body.request_id);
  }
  expect(first.body.request_id).not.toBe(second.body.request_id);
  expect(first.body.output?.["task_id"]).not.toBe(second.body.output?.["task_id"]);
});

describe("a create request is refused", () => {
  const withoutAsync = { "content-type": "application/json" };
  test.each([
    [
      "without a key",
      { headers: { ...CREATE_HEADERS, authorization: "" }, body: "{" },
      401,
      "InvalidApiKey",
      "No API-key provided.",
    ],
    [
      "with an unknown key",
      { apiKey: "sk-other", headers: withoutAsync },
      401,
      "InvalidApiKey",
      "Invalid API-key provided.",
    ],
    [
      "without the async header",
      { headers: withoutAsync, body: "{" },
      403,
      "AccessDenied",
      "current user api does not support synchronous calls.",
    ],
    [
      "with invalid JSON",
      { body: "{" },
      400,
      "InvalidParameter",
      "Required body invalid, please check the request body format.",
    ],
    [
      "without a body",
      { body: "" },
      400,
      "InvalidParameter",
      "Required body invalid, please check the request body format.",
    ],
    [
      "with an unknown model",
      { body: '{"model":"gpt"}' },
      400,
      "InvalidParameter",
      "Model not exist.",
    ],
    [
      "on another model's path",
      { path: "/services/aigc/image2video/video-synthesis" },
      400,
      "InvalidParameter",
      "url error, please check url！",
    ],
    ["on an unknown path", { path: "/services/aigc/video" }, 404, "NotFound", "Not found."],
    [
      "with an invalid field",
      { body: JSON.stringify({ ...vaceBody(), parameters: {} }) },
      400,
      "InvalidParameter",
      "ref_images_url and obj_or_bg must be the same length.",
    ],
    [
      "with a body that is too large",
      { body: "x".repeat(11_000_000) },
      400,
      "BadRequest.TooLarge",
      "Payload Too Large",
    ],
  ])("%s", async (_name, options, status, code, message) => {
    const { simulator } = await frozen();
    await using _ = simulator;
    const answer = await create(simulator, vaceBody(), options);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ code, message, request_id: answer.headers.get("x-request-id") });
    expect(simulator.tasks()).toEqual([]);
  });
});

test("uploaded files require the header that resolves them", async () => {
  const { simulator, clock } = await frozen();
  await using _ = simulator;
  const body = {
    ...vaceBody(),
    input: { function: "image_reference", prompt: "a", ref_images_url: ["oss://a/b.png"] },
    parameters: {},
  };
  expect(await create(simulator, body)).toMatchObject({
    status: 400,
    body: { code: "InvalidParameter.DataInspection" },
  });
  clock.advance(500);
  const headers = { ...CREATE_HEADERS, "X-DashScope-OssResourceResolve": "enable" };
  expect(await create(simulator, body, { headers })).toMatchObject({ status: 200 });
});

test("a task changes its status with the clock and keeps its times", async () => {
  const { simulator, clock } = await frozen();
  await using _ = simulator;
  const id = (await create(simulator)).body.output?.["task_id"] ?? "";
  const states = [];
  for (const step of [0, 1000, 9999, 1]) {
    clock.advance(step);
    const { body } = await get(simulator, id);
    states.push(body.output);
  }
  const submit_time = "2026-01-02 11:04:05.000";
  const scheduled_time = "2026-01-02 11:04:06.000";
  expect(states).toMatchObject([
    { task_status: "PENDING", submit_time },
    { task_status: "RUNNING", submit_time, scheduled_time },
    { task_status: "RUNNING", submit_time, scheduled_time },
    { task_status: "SUCCEEDED", submit_time, scheduled_time, end_time: "2026-01-02 11:04:16.000" },
  ]);
  clock.advance(24 * 3_600_000);
  expect((await get(simulator, id)).body.output).toEqual({ task_id: id, task_status: "UNKNOWN" });
  expect(simulator.ledger().totalCharged).toBe("3.50");
});

test("a marker in the prompt fails the task, which costs nothing", async () => {
  const { simulator, clock } = await frozen();
  await using _ = simulator;
  const created = await create(simulator, vaceBody("a girl [sim:fail DataInspectionFailed]"));
  expect(created.status).toBe(200);
  clock.advance(60_000);
  const { status, body } = await get(simulator, created.body.output?.["task_id"] ?? "");
  expect(status).toBe(200);
  expect(body.output).toEqual({
    task_id: created.body.output?.["task_id"],
    task_status: "FAILED",
    code: "DataInspectionFailed",
    message: "Input data may contain inappropriate content.",
  });
  expect(simulator.ledger()).toMatchObject({ totalQuoted: "3.50", totalCharged: "0.00" });
});

test("an unknown id is UNKNOWN, and an unknown key is refused", async () => {
  const { simulator } = await frozen();
  await using _ = simulator;
  expect(await get(simulator, "502a00b1-0000")).toMatchObject({
    status: 200,
    body: { output: { task_id: "502a00b1-0000", task_status: "UNKNOWN" } },
  });
  expect((await get(simulator, "x", { apiKey: "sk-other" })).status).toBe(401);
});

test("the list is served with and without a trailing slash", async () => {
  const { simulator, clock } = await frozen();
  await using _ = simulator;
  for (const prompt of ["one", "two"]) {
    await create(simulator, vaceBody(prompt));
    clock.advance(500);
  }
  for (const path of ["/tasks", "/tasks/", "/tasks/?page_size=1"]) {
    const { status, body } = await send(`${simulator.baseUrl}${path}`);
    expect({ status, total: body.total }).toEqual({ status: 200, total: 2 });
    expect(JSON.stringify(body)).not.toContain("prompt");
  }
});

test("a waiting task can be canceled once", async () => {
  const { simulator, clock } = await frozen();
  await using _ = simulator;
  const id = (await create(simulator)).body.output?.["task_id"] ?? "";
  const cancel = async () => send(`${simulator.baseUrl}/tasks/${id}/cancel`, { method: "POST" });
  const first = await cancel();
  expect(first).toMatchObject({ status: 200 });
  expect(first.body).toEqual({ request_id: expect.stringMatching(UUID) as unknown });
  expect(await cancel()).toMatchObject({
    status: 400,
    body: {
      code: "UnsupportedOperation",
      message: "Failed to cancel the task, please confirm if the task is in PENDING status.",
    },
  });
  clock.advance(60_000);
  expect((await get(simulator, id)).body.output).toMatchObject({ task_status: "CANCELED" });
  expect(simulator.ledger().totalCharged).toBe("0.00");
});

test("the keys of one account share its limits and tasks", async () => {
  const { simulator } = await frozen({ apiKeys: { "sk-1": "one", "sk-1b": "one", "sk-2": "two" } });
  await using _ = simulator;
  const created = await create(simulator, vaceBody(), { apiKey: "sk-1" });
  const id = created.body.output?.["task_id"] ?? "";
  expect((await create(simulator, vaceBody(), { apiKey: "sk-1b" })).body.code).toBe(
    "Throttling.RateQuota",
  );
  expect((await create(simulator, vaceBody(), { apiKey: "sk-2" })).status).toBe(200);
  const statuses = await Promise.all(
    ["sk-1", "sk-1b", "sk-2"].map(async (apiKey) => get(simulator, id, { apiKey })),
  );
  expect(statuses.map(({ body }) => body.output?.["task_status"])).toEqual([
    "PENDING",
    "PENDING",
    "UNKNOWN",
  ]);
});

test("a burst of queries is throttled", async () => {
  const { simulator } = await frozen({ queryQps: 3 });
  await using _ = simulator;
  const answers = await Promise.all([1, 2, 3, 4, 5].map(async () => get(simulator, "x")));
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
  expect(simulator.stats().throttled["get-rate"]).toBe(2);
});

test("runs at most two VACE tasks at once, however many are queued", async () => {
  const limits = { "*": { submitsPerSecond: 1000, maxInFlight: 2 } };
  const { simulator, clock } = await frozen({ limits });
  await using _ = simulator;
  for (let count = 0; count < 6; count += 1) {
    await create(simulator);
    clock.advance(1);
  }
  clock.advance(60_000);
  const [lane] = simulator.stats().lanes;
  expect(lane).toMatchObject({ accepted: 6, peakRunning: 2, peakInFlight: 6, inFlight: 0 });
  expect(simulator.ledger().totalCharged).toBe("21.00");
});

test("a malformed path is refused with a provider error", async () => {
  const { simulator } = await frozen();
  await using _ = simulator;
  expect(await send(`${simulator.baseUrl}/tasks/%E0%A4%A`)).toMatchObject({
    status: 400,
    body: { code: "InvalidParameter" },
  });
});

test("an error inside the simulator is reported as SimulatorBug", async () => {
  const broken = () => {
    throw new Error("no time");
  };
  await using simulator = await startSimulator({ pendingMs: broken });
  expect(await create(simulator)).toMatchObject({
    status: 500,
    body: { code: "SimulatorBug", message: "Error: no time" },
  });
});
