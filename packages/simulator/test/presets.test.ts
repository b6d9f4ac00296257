import { waitFor } from "@dashqueue/testing";
import { describe, expect, it } from "vitest";

import type { PresetName, Simulator } from "../src/index.ts";
import { PRESET_NAMES, presetFault, startSimulator } from "../src/index.ts";
import {
  API_KEY,
  create,
  CREATE_HEADERS,
  CREATE_PATH,
  get,
  send,
  vaceBody,
  VIDEO_BYTES,
} from "./client.ts";
import { startEventReceiver } from "./event-receiver.ts";

const HOUR_MS = 3_600_000;
const LIMITS = { "*": { submitsPerSecond: 1_000_000, maxInFlight: 100 } };

/** The three ways to request a preset; each returns the simulator and the prompt to send. */
const WAYS = {
  script: async (name: PresetName, options: object) => {
    const simulator = await startSimulator({ limits: LIMITS, ...options });
    simulator.script(presetFault(name));
    return { simulator, prompt: "a girl" };
  },
  chance: async (name: PresetName, options: object) => {
    const simulator = await startSimulator({
      limits: LIMITS,
      ...options,
      faultRates: { rates: { [name]: 1 }, seed: 7 },
    });
    return { simulator, prompt: "a girl" };
  },
  marker: async (name: PresetName, options: object) => {
    const simulator = await startSimulator({ limits: LIMITS, ...options });
    return { simulator, prompt: `a girl [sim:fault ${name}]` };
  },
};
type Way = keyof typeof WAYS;

type Observe = (simulator: Simulator, prompt: string) => Promise<unknown>;

/** What a client sees of a create request, and how many tasks it made. */
const created: Observe = async (simulator, prompt) => {
  const answer = await create(simulator, vaceBody(prompt)).catch(() => null);
  const { code = null, output } = answer?.body ?? {};
  const made = simulator.tasks().length;
  return { status: answer?.status ?? null, code, made, hasTask: output?.["task_id"] !== undefined };
};
async function submit(simulator: Simulator, prompt: string): Promise<string> {
  const { body } = await create(simulator, vaceBody(prompt));
  return body.output?.["task_id"] ?? "";
}
/** What a client sees of the task in its first query. */
const queried: Observe = async (simulator, prompt) => {
  const { status, body, text } = await get(simulator, await submit(simulator, prompt));
  const { task_status = null, video_url = null } = body.output ?? {};
  return {
    status,
    code: body.code ?? null,
    task_status,
    hasUrl: video_url !== null,
    isWhole: text.endsWith("}"),
  };
};
/** The timing of each event about the task; waits for this many events. */
const notified =
  (times: number): Observe =>
  async (simulator, prompt) => {
    await using receiver = await startEventReceiver();
    simulator.sendEvents({ url: receiver.url, token: "" });
    const id = await submit(simulator, prompt);
    const endedAt = await waitFor(() => simulator.tasks().find((task) => task.id === id)?.endedAt);
    // Once the event of a later task has arrived, only a late event can still follow.
    simulator.rates({ rates: {}, seed: 1 });
    const other = await submit(simulator, "another girl");
    await waitFor(() => receiver.about(other).length === 1 && receiver.about(id).length >= times);
    return receiver.about(id).map(({ at }) => {
      if (at < endedAt) return "early";
      return at > endedAt + 2_500 ? "late" : "in time";
    });
  };
const listed: Observe = async (simulator, prompt) => {
  await submit(simulator, prompt);
  return (await send(`${simulator.baseUrl}/tasks`)).body.total;
};
const succeeded: Observe = async (simulator, prompt) => {
  await submit(simulator, prompt);
  simulator.advance(2_000);
  return (await send(`${simulator.baseUrl}/tasks?status=SUCCEEDED`)).body.total;
};
const afterThreeHours: Observe = async (simulator, prompt) => {
  const id = await submit(simulator, prompt);
  simulator.advance(2 * HOUR_MS);
  const before = (await get(simulator, id)).body.output;
  simulator.advance(HOUR_MS);
  const { task_status, code } = (await get(simulator, id)).body.output ?? {};
  return [before?.["task_status"], task_status, code];
};
const ended: Observe = async (simulator, prompt) => {
  const { task_status, code = null } =
    (await get(simulator, await submit(simulator, prompt))).body.output ?? {};
  return { task_status, code };
};
/** What a success shows of a prompt with a full-width letter and an invisible character. */
const shown: Observe = async (simulator, prompt) => {
  const id = await submit(simulator, `\uff41\u200b  ${prompt}`);
  const { orig_prompt = "" } = (await get(simulator, id)).body.output ?? {};
  return [orig_prompt.slice(0, 3), orig_prompt.endsWith(prompt) ? "whole" : "cut"];
};
const downloaded: Observe = async (simulator, prompt) => {
  const { body } = await get(simulator, await submit(simulator, prompt));
  const response = await fetch(body.output?.["video_url"] ?? "").catch(() => null);
  if (response === null) return null;
  const bytes = await response.arrayBuffer().then(
    ({ byteLength }) => byteLength,
    () => "broken off" as const,
  );
  return [response.status, bytes];
};
/** A download that does not end: its status, and the size of its first part. */
const stalls: Observe = async (simulator, prompt) => {
  const { body } = await get(simulator, await submit(simulator, prompt));
  const abort = new AbortController();
  const response = await fetch(body.output?.["video_url"] ?? "", { signal: abort.signal });
  const first = await response.body?.getReader().read();
  abort.abort();
  return [response.status, first?.value?.byteLength];
};
/** A request that gets no answer while the client waits. */
const hangs =
  (on: "create" | "get"): Observe =>
  async (simulator, prompt) => {
    const id = on === "get" ? await submit(simulator, prompt) : "";
    const abort = new AbortController();
    const headers = { ...CREATE_HEADERS, authorization: `Bearer ${API_KEY}` };
    const waiting = fetch(`${simulator.baseUrl}${on === "get" ? `/tasks/${id}` : CREATE_PATH}`, {
      ...(on === "get" ? {} : { method: "POST", body: JSON.stringify(vaceBody(prompt)) }),
      headers,
      signal: abort.signal,
    }).catch(() => "aborted");
    await waitFor(() => simulator.requests().some(({ operation }) => operation === on));
    await waitFor(() => simulator.tasks().length === 1);
    abort.abort();
    return [await waiting, simulator.requests().at(-1)?.status];
  };

const refused = (status: number, code: string) => ({ status, code, made: 0, hasTask: false });
const lost = (status: number | null, code: string | null = null) => ({
  status,
  code,
  made: 1,
  hasTask: false,
});
const reported = (task_status: string | null, changes = {}) => ({
  status: 200,
  code: null,
  task_status,
  hasUrl: false,
  isWhole: true,
  ...changes,
});
const failedQuery = (status: number, code: string) => reported(null, { status, code });

/** Every preset: how to observe it, what a client sees, and the options of the simulator. */
const PRESETS: Readonly<Record<PresetName, readonly [Observe, unknown, object?]>> = {
  "lost-answer": [created, lost(null)],
  "answer-500": [created, lost(500, "InternalError")],
  "answer-502": [created, lost(502)],
  "answer-504": [created, lost(504)],
  "late-answer": [hangs("create"), ["aborted", null]],
  "refused-500": [created, refused(500, "InternalError")],
  "answer-with-code": [created, refused(200, "InternalError")],
  "answer-without-task": [created, lost(200)],
  "throttled-rate": [created, refused(429, "Throttling.RateQuota")],
  "throttled-later": [created, refused(429, "Throttling.RateQuota")],
  "throttled-burst": [created, refused(429, "Throttling.BurstRate")],
  "throttled-concurrency": [created, refused(429, "Throttling.Concurrency")],
  "throttled-quota": [created, refused(429, "Throttling.AllocationQuota")],
  "free-quota": [created, refused(429, "Throttling.AllocationQuota")],
  "plan-quota": [created, refused(429, "Throttling.AllocationQuota")],
  "query-429": [queried, failedQuery(429, "Throttling")],
  "query-500": [queried, failedQuery(500, "InternalError")],
  "query-504": [queried, failedQuery(504, "InternalError")],
  "query-timeout": [hangs("get"), ["aborted", null]],
  "query-truncated": [queried, reported(null, { isWhole: false })],
  "unknown-blip": [queried, reported("UNKNOWN")],
  regress: [queried, reported("PENDING"), { runningMs: HOUR_MS }],
  "no-result": [queried, reported("SUCCEEDED")],
  "prompt-normalized": [shown, ["a a", "whole"]],
  "prompt-cut": [shown, ["\uff41\u200b ", "cut"]],
  "fail-silently": [ended, { task_status: "FAILED", code: null }],
  "stuck-pending": [afterThreeHours, ["PENDING", "FAILED", "InternalError.Timeout"]],
  "stuck-running": [afterThreeHours, ["RUNNING", "FAILED", "InternalError.Timeout"]],
  "list-lag": [listed, 0],
  "list-empty": [listed, 0],
  "list-hole": [listed, 0],
  "list-late-status": [succeeded, 0, { runningMs: 1_000 }],
  "list-wrong-status": [succeeded, 1, { runningMs: HOUR_MS }],
  suspended: [queried, reported("SUSPENDED")],
  "pre-processing": [queried, reported("PRE-PROCESSING")],
  arrears: [created, refused(400, "Arrearage")],
  "model-denied": [created, refused(403, "Model.AccessDenied")],
  "free-tier-only": [created, refused(403, "AllocationQuota.FreeTierOnly")],
  "key-revoked": [queried, failedQuery(401, "InvalidApiKey")],
  "download-cut": [downloaded, [200, "broken off"]],
  "download-slow": [downloaded, [200, VIDEO_BYTES.length]],
  "download-500": [downloaded, [500, expect.any(Number)]],
  "download-dropped": [downloaded, null],
  "download-stalled": [stalls, [200, 1_000]],
  "download-drip": [stalls, [200, 1]],
  "download-html": [downloaded, [200, 56]],
  "download-empty": [downloaded, [200, 0]],
  "download-gzip": [downloaded, [200, VIDEO_BYTES.length]],
  "download-unsized": [downloaded, [200, VIDEO_BYTES.length]],
  "download-unsized-cut": [downloaded, [200, 1_000]],
  "event-lost": [notified(0), [], { runningMs: 500 }],
  "event-late": [notified(1), ["late"], { runningMs: 500 }],
  "event-doubled": [notified(2), ["in time", "in time"], { runningMs: 500 }],
  "event-early": [notified(1), ["early"], { runningMs: 500 }],
};

describe.each(Object.keys(WAYS) as Way[])("by %s", (way) => {
  it.each(PRESET_NAMES)("%s", async (name) => {
    const [observe, expected, options = {}] = PRESETS[name];
    const { simulator, prompt } = await WAYS[way](name, { pendingMs: 0, runningMs: 0, ...options });
    await using _ = simulator;
    expect(await observe(simulator, prompt)).toEqual(expected);
  });
});

it("throttled-later has a retry-after header", async () => {
  await using simulator = await startSimulator();
  simulator.script(presetFault("throttled-later"));
  expect((await create(simulator)).headers.get("retry-after")).toBe("2");
});

it("a marker affects only the first of two identical create requests", async () => {
  await using simulator = await startSimulator({ limits: LIMITS });
  const body = vaceBody("a girl [sim:fault refused-500]");
  expect([(await create(simulator, body)).status, (await create(simulator, body)).status]).toEqual([
    500, 200,
  ]);
});

it("takes presets, rates and clock changes over HTTP", async () => {
  await using simulator = await startSimulator({ pendingMs: 0, runningMs: 0 });
  const change = async (path: string, body: unknown, method = "POST") =>
    send(`${simulator.url}/__admin/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  expect((await change("faults/refused-500", { times: 2 })).status).toBe(204);
  expect([(await create(simulator)).status, (await create(simulator)).status]).toEqual([500, 500]);
  expect((await change("rates", { rates: { arrears: 1 }, seed: 3 }, "PUT")).status).toBe(204);
  expect((await create(simulator)).body.code).toBe("Arrearage");
  expect((await change("rates", { rates: { nonsense: 1 } }, "PUT")).status).toBe(400);
  expect((await change("rates", { rates: {} }, "PUT")).status).toBe(204);

  const id = (await create(simulator)).body.output?.["task_id"] ?? "";
  const url = (await get(simulator, id)).body.output?.["video_url"] ?? "";
  expect((await change("clock", { advanceMs: 24 * HOUR_MS + 1_000 })).status).toBe(204);
  expect((await get(simulator, id)).body.output).toEqual({ task_id: id, task_status: "UNKNOWN" });
  expect((await send(`${simulator.baseUrl}/tasks`)).body.total).toBe(0);
  expect((await fetch(url)).status).toBe(403);
  expect((await change("clock", { advanceMs: -1 })).status).toBe(400);
});
