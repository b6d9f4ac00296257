import { describe, expect, test } from "vitest";

import { CREATE_REQUEST } from "../../test/fixtures/create-request.ts";
import { createText } from "../../test/fixtures/create-text.ts";
import { START_TIME } from "../../test/fixtures/task.ts";
import { createThrottle } from "../limits/throttle.ts";
import { settingsOf } from "../settings/settings.ts";
import type { SimulatorOptions } from "../settings/simulator-options.ts";
import { createUploads } from "../storage/uploads.ts";
import type { Task } from "../tasks/task.ts";
import { createTaskStore } from "../tasks/task-store.ts";
import { createProvider } from "./provider.ts";

function world(options: SimulatorOptions = {}) {
  let nowMs = START_TIME;
  let saved: readonly Task[] = [];
  const now = () => nowMs;
  const settings = settingsOf({ pendingMs: 1000, runningMs: 10_000, ...options });
  const store = createTaskStore({
    tasks: [],
    slotsOf: (model) => settings.limitOf(model).maxInFlight,
    now,
    save: (tasks) => {
      saved = tasks;
    },
  });
  const throttle = createThrottle({ ...settings, now });
  const provider = createProvider({
    rules: { ...settings, standingOf: () => "good" },
    taskSettings: settings,
    region: settings.region,
    showsPromptEarly: settings.showsPromptEarly,
    store,
    throttle,
    uploads: createUploads(now),
    resultOrigin: "http://127.0.0.1:1",
    now,
    random: Math.random,
  });
  const caller = (account = "one") => ({ account, apiKeyId: "123456" });
  const create = (account = "one", text = createText()) =>
    provider.create({ ...CREATE_REQUEST, caller: caller(account), text }, "request-id");
  return {
    provider,
    store,
    throttle,
    caller,
    create,
    saved: () => saved,
    advance: (durationMs: number) => {
      nowMs += durationMs;
    },
    statusOf: (id: string | undefined, account = "one") => {
      const { body } = provider.get(caller(account), id ?? "");
      return (body["output"] as { task_status: string }).task_status;
    },
  };
}

describe("create", () => {
  test("saves a task before it answers", () => {
    const { create, saved } = world();
    const reply = create();
    expect(reply).toMatchObject({
      status: 200,
      body: { output: { task_status: "PENDING", task_id: reply.taskId } },
    });
    expect(saved()).toMatchObject([{ id: reply.taskId, requestId: "request-id", account: "one" }]);
  });

  test("admits two requests per second for each account and model", () => {
    const { create, advance, throttle } = world();
    const wan = createText({ model: "wan2.6-t2v", parameters: {} });
    expect(
      [create(), create(), create("two"), create("one", wan)].map(({ status }) => status),
    ).toEqual([200, 429, 200, 200]);
    advance(500);
    expect([create(), create()].map(({ code }) => code)).toEqual([null, "Throttling.RateQuota"]);
    expect(throttle.refusals()).toMatchObject({ "submit-rate": 2, concurrency: 0 });
  });

  test("counts a request before it refuses its fields", () => {
    const { create, store } = world();
    expect(create("one", createText({ parameters: {} }))).toMatchObject({
      status: 400,
      code: "InvalidParameter",
    });
    expect(create()).toMatchObject({ status: 429 });
    expect(create("two", createText({ model: "gpt" }))).toMatchObject({ status: 400 });
    expect(store.all()).toEqual([]);
  });

  test("queues tasks above the concurrency limit", () => {
    const { create, advance, statusOf } = world();
    const ids = [1, 2, 3].map(() => {
      advance(500);
      return create().taskId;
    });
    advance(1000);
    expect(ids.map((id) => statusOf(id))).toEqual(["RUNNING", "RUNNING", "PENDING"]);
    advance(9500);
    expect(ids.map((id) => statusOf(id))).toEqual(["SUCCEEDED", "SUCCEEDED", "RUNNING"]);
  });

  test("refuses tasks above the concurrency limit, if configured", () => {
    const { create, advance, throttle } = world({ concurrencyMode: "reject" });
    const codes = [1, 2, 3].map(() => {
      advance(500);
      return create().code;
    });
    expect(codes).toEqual([null, null, "Throttling.Concurrency"]);
    expect(throttle.refusals().concurrency).toBe(1);
    advance(20_000);
    expect(create().status).toBe(200);
  });

  test("lets no more tasks wait than it has places for", () => {
    const limits = { "*": { submitsPerSecond: 1000, maxInFlight: 1, maxQueued: 1 } };
    const { create, advance } = world({ limits });
    const codes = [1, 2, 3].map(() => {
      advance(1);
      return create().code;
    });
    expect(codes).toEqual([null, null, "Throttling.Concurrency"]);
  });

  test("applies the configured limits", () => {
    const limits = { "*": { submitsPerSecond: 1000, maxInFlight: 1 } };
    const { create, advance } = world({ limits, concurrencyMode: "reject" });
    advance(1);
    expect([create().status, create().status]).toEqual([200, 429]);
  });
});

describe("queries", () => {
  test("see only the tasks of the account", () => {
    const { create, statusOf, provider, caller } = world();
    const { taskId } = create();
    expect(statusOf(taskId)).toBe("PENDING");
    expect(statusOf(taskId, "two")).toBe("UNKNOWN");
    expect(provider.list(caller("one"), new URLSearchParams())).toMatchObject({
      body: { total: 1 },
    });
    expect(provider.list(caller("two"), new URLSearchParams())).toMatchObject({
      body: { total: 0 },
    });
    expect(provider.list(caller(), new URLSearchParams("page_no=0"))).toMatchObject({
      status: 400,
    });
  });

  test("are limited to 20 per second for each kind", () => {
    const { provider, caller, advance, throttle } = world();
    const query = new URLSearchParams();
    const kinds = [
      () => provider.get(caller(), "x"),
      () => provider.list(caller(), query),
      () => provider.cancel(caller(), "x"),
    ];
    for (const ask of kinds) {
      const statuses = Array.from({ length: 21 }, () => ask().status);
      expect(statuses.indexOf(429)).toBe(20);
    }
    expect(provider.get(caller("two"), "x").status).toBe(200);
    advance(1000);
    expect(kinds.map((ask) => ask().status)).toEqual([200, 200, 400]);
    expect(throttle.refusals()).toMatchObject({ "get-rate": 1, "list-rate": 1, "cancel-rate": 1 });
  });
});

describe("cancel", () => {
  test("ends a waiting task permanently", () => {
    const { create, provider, caller, advance, statusOf, saved } = world();
    const { taskId = "" } = create();
    expect(provider.cancel(caller("two"), taskId)).toMatchObject({ code: "UnsupportedOperation" });
    advance(999);
    expect(provider.cancel(caller(), taskId)).toEqual({
      status: 200,
      code: null,
      body: {},
      taskId,
    });
    expect(saved()).toMatchObject([{ life: { phase: "canceled" } }]);
    advance(60_000);
    expect(statusOf(taskId)).toBe("CANCELED");
    expect(provider.cancel(caller(), taskId)).toMatchObject({ status: 400 });
  });

  test("is refused once the task is running", () => {
    const { create, provider, caller, advance, statusOf } = world();
    const { taskId = "" } = create();
    advance(1000);
    expect(provider.cancel(caller(), taskId)).toMatchObject({
      status: 400,
      code: "UnsupportedOperation",
    });
    expect(statusOf(taskId)).toBe("RUNNING");
  });
});

test("upload policies are limited to 100 per second for each model", () => {
  const { provider, caller, throttle } = world();
  const ask = (query: string) => provider.uploadPolicy(caller(), new URLSearchParams(query));
  expect(ask("")).toMatchObject({ status: 404 });
  expect(ask("action=getPolicy")).toMatchObject({ status: 400 });
  expect(ask("action=getPolicy&model=m")).toMatchObject({
    status: 200,
    body: { data: { upload_host: "http://127.0.0.1:1", expire_in_seconds: 300 } },
  });
  const statuses = Array.from({ length: 100 }, () => ask("action=getPolicy&model=m").status);
  expect(statuses.indexOf(429)).toBe(99);
  expect(throttle.refusals()["upload-rate"]).toBe(1);
});

test("clearing removes tasks, counts and limits", () => {
  const { create, store, throttle, saved } = world();
  create();
  create();
  for (const part of [store, throttle]) part.clear();
  expect(store.all()).toEqual([]);
  expect(saved()).toEqual([]);
  expect(throttle.refusals()["submit-rate"]).toBe(0);
  expect(create().status).toBe(200);
  store.save();
  expect(saved()).toHaveLength(1);
});
