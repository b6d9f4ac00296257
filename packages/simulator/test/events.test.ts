import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { startSimulator } from "../src/index.ts";
import { create, send, vaceBody } from "./client.ts";
import { startEventReceiver } from "./event-receiver.ts";

const HOUR_MS = 3_600_000;
const LIMITS = { "*": { submitsPerSecond: 1_000_000, maxInFlight: 100 } };

async function submit(
  simulator: Awaited<ReturnType<typeof startSimulator>>,
  prompt: string,
): Promise<string> {
  return (await create(simulator, vaceBody(prompt))).body.output?.["task_id"] ?? "";
}

it("sends one event with the token for every task that ends", async () => {
  await using receiver = await startEventReceiver();
  await using simulator = await startSimulator({
    pendingMs: 0,
    runningMs: HOUR_MS,
    limits: LIMITS,
    callback: { url: receiver.url, token: "a-token" },
  });
  const good = await submit(simulator, "a girl");
  const bad = await submit(simulator, "a girl [sim:fail DataInspectionFailed]");
  expect(receiver.about(good)).toEqual([]);
  simulator.advance(HOUR_MS + 1);
  await waitFor(() => receiver.about(good).length + receiver.about(bad).length === 2);
  const [received] = receiver.about(good);
  expect(received?.token).toBe("a-token");
  expect(received?.event).toMatchObject({
    specversion: "1.0",
    source: "acs.dashscope",
    type: "dashscope:System:AsyncTaskFinish",
    data: { task_id: good, task_status: "SUCCEEDED", contain_result: false, region: "cn-beijing" },
  });
  expect(received?.event.data.end_time).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  expect(receiver.about(bad)[0]?.event.data.task_status).toBe("FAILED");
});

it("takes the callback over HTTP and reports no task that ended before", async () => {
  await using receiver = await startEventReceiver();
  await using simulator = await startSimulator({ pendingMs: 0, runningMs: 0, limits: LIMITS });
  const setCallback = (body: unknown) =>
    send(`${simulator.url}/__admin/callback`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const before = await submit(simulator, "before");
  expect((await setCallback({ url: "nowhere" })).status).toBe(400);
  expect((await setCallback({ url: receiver.url, token: "a-token" })).status).toBe(204);
  const after = await submit(simulator, "after");
  await waitFor(() => receiver.about(after).length === 1);
  expect(receiver.about(before)).toEqual([]);
  expect((await setCallback(null)).status).toBe(204);
});

it("refuses faults that do not apply to events", async () => {
  await using simulator = await startSimulator();
  for (const fault of [
    { on: "event", do: { kind: "status", status: 500, code: "x", message: "x" } },
    { on: "get", do: { kind: "send-twice" } },
  ]) {
    const answer = await send(`${simulator.url}/__admin/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fault),
    });
    expect(answer.status).toBe(400);
  }
});
