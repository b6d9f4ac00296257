import { waitFor } from "@dashqueue/testing";
import { expect, test } from "vitest";

import type { Effect, Simulator } from "../src/index.ts";
import { startSimulator } from "../src/index.ts";
import { create, finish, get, send, vaceBody, VIDEO_BYTES } from "./client.ts";

const LIMITS = { "*": { submitsPerSecond: 1_000_000, maxInFlight: 100 } };

async function start(): Promise<Simulator> {
  return startSimulator({ pendingMs: 0, runningMs: 0, limits: LIMITS });
}

test("accept-then-drop creates a task and loses the answer", async () => {
  await using simulator = await start();
  simulator.script({ on: "create", do: { kind: "accept-then-drop" } });
  await expect(create(simulator)).rejects.toThrow("fetch failed");
  expect(simulator.tasks()).toHaveLength(1);
  expect(simulator.requests()).toMatchObject([{ operation: "create", status: null }]);
  expect((await create(simulator)).status).toBe(200);
});

test("drop creates no task", async () => {
  await using simulator = await start();
  simulator.script({ on: "create", do: { kind: "drop" } });
  await expect(create(simulator)).rejects.toThrow("fetch failed");
  expect(simulator.tasks()).toEqual([]);
});

test("accept-then-status creates a task and sends another answer", async () => {
  await using simulator = await start();
  const answers: Effect[] = [
    {
      kind: "accept-then-status",
      status: 502,
      body: "<html>Bad Gateway</html>",
      headers: { "content-type": "text/html" },
    },
    { kind: "accept-then-status", status: 200, body: { output: {} } },
    { kind: "accept-then-status", status: 504 },
  ];
  for (const effect of answers) simulator.script({ on: "create", do: effect });
  expect(await create(simulator)).toMatchObject({ status: 502, text: "<html>Bad Gateway</html>" });
  expect(await create(simulator)).toMatchObject({ status: 200, body: { output: {} } });
  expect(await create(simulator)).toMatchObject({ status: 504, text: "" });
  expect(simulator.tasks()).toHaveLength(3);
});

test("status refuses the request as many times as scripted, without a task", async () => {
  await using simulator = await start();
  const error = {
    status: 429,
    code: "Throttling.AllocationQuota",
    message: "Free allocated quota exceeded.",
  };
  simulator.script({
    on: "create",
    times: 2,
    do: { kind: "status", ...error, headers: { "retry-after": "5" } },
  });
  for (const _ of [1, 2]) {
    const { status, body, headers } = await create(simulator);
    expect({ status, ...body }).toMatchObject(error);
    expect(headers.get("retry-after")).toBe("5");
  }
  expect((await create(simulator)).status).toBe(200);
  expect(simulator.tasks()).toHaveLength(1);
});

test("a refused create request leaves its fault to the next one", async () => {
  await using simulator = await start();
  simulator.script({ on: "create", do: { kind: "accept-then-drop" } });
  expect((await create(simulator, { ...vaceBody(), parameters: {} })).status).toBe(400);
  await expect(create(simulator)).rejects.toThrow("fetch failed");
});

test("accept-then-delay creates a task although the client has stopped waiting", async () => {
  await using simulator = await start();
  simulator.script({ on: "create", do: { kind: "accept-then-delay", ms: 3_600_000 } });
  const { baseUrl } = simulator;
  const url = `${baseUrl}/services/aigc/video-generation/video-synthesis`;
  const headers = { authorization: "Bearer sk-simulator", "x-dashscope-async": "enable" };
  const abort = new AbortController();
  const answer = fetch(url, {
    method: "POST",
    headers,
    body: JSON.stringify(vaceBody()),
    signal: abort.signal,
  });
  await waitFor(() => simulator.tasks().length === 1);
  abort.abort();
  await expect(answer).rejects.toThrow("aborted");
});

test("a delay ends after its time, and when the simulator closes", async () => {
  const simulator = await start();
  simulator.script({ on: "get", do: { kind: "delay", ms: 1 } });
  expect((await get(simulator, "x")).status).toBe(200);
  simulator.script({ on: "create", do: { kind: "delay", ms: 3_600_000 } });
  const answer = create(simulator).catch((error: unknown) => error);
  await waitFor(() => simulator.requests().some(({ operation }) => operation === "create"));
  await simulator.close();
  expect(await answer).toMatchObject({ message: "fetch failed" });
  expect(simulator.tasks()).toEqual([]);
});

test("get, list and cancel have their own faults, and a match selects one task", async () => {
  await using simulator = await start();
  const id = (await create(simulator)).body.output?.["task_id"] ?? "";
  simulator.script({
    on: "get",
    match: { taskId: id },
    do: { kind: "accept-then-status", status: 200, body: '{"output":{"task_' },
  });
  simulator.script({
    on: "list",
    do: { kind: "status", status: 500, code: "InternalError", message: "no" },
  });
  simulator.script({ on: "cancel", do: { kind: "accept-then-drop" } });
  expect((await get(simulator, "other")).body.output).toMatchObject({ task_status: "UNKNOWN" });
  expect((await get(simulator, id)).text).toBe('{"output":{"task_');
  expect((await get(simulator, id)).body.output).toMatchObject({ task_status: "SUCCEEDED" });
  expect(await send(`${simulator.baseUrl}/tasks`)).toMatchObject({
    status: 500,
    body: { code: "InternalError" },
  });
  const pending = await create(simulator, vaceBody("[sim:pending-ms 60000]"));
  const pendingId = pending.body.output?.["task_id"] ?? "";
  await expect(
    send(`${simulator.baseUrl}/tasks/${pendingId}/cancel`, { method: "POST" }),
  ).rejects.toThrow("fetch failed");
  expect((await get(simulator, pendingId)).body.output).toMatchObject({ task_status: "CANCELED" });
});

test("cut-download announces the full length", async () => {
  await using simulator = await start();
  const url = (await finish(simulator)).body.output?.["video_url"] ?? "";
  simulator.script({ on: "download", do: { kind: "cut-download", afterBytes: 1000 } });
  simulator.script({ on: "download", do: { kind: "cut-download", afterBytes: 0 } });
  for (const bytes of [1000, 0]) {
    const response = await fetch(url);
    expect(response.headers.get("content-length")).toBe(String(VIDEO_BYTES.length));
    const chunks: Uint8Array[] = [];
    const reading = (async () => {
      for await (const chunk of response.body ?? []) chunks.push(chunk);
    })();
    await expect(reading).rejects.toThrow("terminated");
    expect(Buffer.concat(chunks)).toHaveLength(bytes);
  }
  expect((await fetch(url)).status).toBe(200);
});

test("status, drop and delay apply to downloads", async () => {
  await using simulator = await start();
  const url = (await finish(simulator)).body.output?.["video_url"] ?? "";
  simulator.script({
    on: "download",
    do: { kind: "status", status: 503, code: "ServiceUnavailable", message: "later" },
  });
  simulator.script({ on: "download", do: { kind: "drop" } });
  simulator.script({ on: "download", do: { kind: "delay", ms: 1 } });
  expect(await send(url)).toMatchObject({
    status: 503,
    text: expect.stringContaining("<Code>ServiceUnavailable") as unknown,
  });
  await expect(send(url)).rejects.toThrow("fetch failed");
  expect((await send(url)).status).toBe(200);
});
