import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { startSimulator } from "../src/index.ts";
import { create, send, vaceBody } from "./client.ts";
import { startEventReceiver } from "./event-receiver.ts";

const HOUR_MS = 3_600_000;
const limits = { "*": { submitsPerSecond: 1000, maxInFlight: 100 } };

async function made(
  simulator: Awaited<ReturnType<typeof startSimulator>>,
  prompt: string,
): Promise<string> {
  return (await create(simulator, vaceBody(prompt))).body.output?.["task_id"] ?? "";
}

it("tells of every end once, as DashScope does, with the token", async () => {
  await using receiver = await startEventReceiver();
  await using simulator = await startSimulator({
    pendingMs: 0,
    runningMs: HOUR_MS,
    limits,
    callback: { url: receiver.url, token: "a-token" },
  });
  const good = await made(simulator, "a girl");
  const bad = await made(simulator, "a girl [sim:fail DataInspectionFailed]");
  expect(receiver.about(good)).toEqual([]);
  simulator.advance(HOUR_MS + 1);
  await waitFor(() => receiver.about(good).length + receiver.about(bad).length === 2);
  const [told] = receiver.about(good);
  expect(told?.token).toBe("a-token");
  expect(told?.event).toMatchObject({
    specversion: "1.0",
    source: "acs.dashscope",
    type: "dashscope:System:AsyncTaskFinish",
    data: { task_id: good, task_status: "SUCCEEDED", contain_result: false, region: "cn-beijing" },
  });
  expect(told?.event.data.end_time).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  expect(receiver.about(bad)[0]?.event.data.task_status).toBe("FAILED");
});

it("is told over HTTP where to send to, and tells nothing of what ended before", async () => {
  await using receiver = await startEventReceiver();
  await using simulator = await startSimulator({ pendingMs: 0, runningMs: 0, limits });
  const tell = (body: unknown) =>
    send(`${simulator.url}/__admin/callback`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const before = await made(simulator, "before");
  expect((await tell({ url: "nowhere" })).status).toBe(400);
  expect((await tell({ url: receiver.url, token: "a-token" })).status).toBe(204);
  const after = await made(simulator, "after");
  await waitFor(() => receiver.about(after).length === 1);
  expect(receiver.about(before)).toEqual([]);
  expect((await tell(null)).status).toBe(204);
});

it("refuses faults that an event cannot meet", async () => {
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
