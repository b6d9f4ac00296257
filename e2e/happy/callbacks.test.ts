import { connectPatiently } from "@dashqueue/queue/internal";
import type { PresetName } from "@dashqueue/simulator";
import { presetFault } from "@dashqueue/simulator";
import type { AppProcess } from "@dashqueue/testing";
import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import type { ServedSystem } from "../system.ts";
import { startServedSystem } from "../system.ts";

const TOKEN = "an-eventbridge-token";
const HOUR_MS = 3_600_000;

/**
 * The real processes, with a provider that sends an event when a task ends, subject to these
 * faults.
 */
async function startWithEvents(
  faults: readonly PresetName[],
  safetyNetMs: number,
): Promise<ServedSystem & { readonly worker: AppProcess }> {
  const system = await startServedSystem({
    simulator: { pendingMs: 0, runningMs: HOUR_MS },
    env: { CALLBACK_TOKEN: TOKEN, CALLBACK_SAFETY_NET_MS: String(safetyNetMs) },
  });
  const url = `${system.producer.url}/v1/callbacks/eventbridge`;
  system.simulator.sendEvents({ url, token: TOKEN });
  for (const name of faults) system.simulator.script(presetFault(name));
  return { ...system, worker: await system.startWorker() };
}

async function sendEvent(system: ServedSystem, taskId: string, token = TOKEN): Promise<number> {
  const answer = await system.fetch("/v1/callbacks/eventbridge", {
    method: "POST",
    headers: { "content-type": "application/json", "x-eventbridge-signature-token": token },
    body: JSON.stringify({ data: { task_id: taskId, task_status: "SUCCEEDED" } }),
  });
  return answer.status;
}

async function missedCallbacks({ url }: AppProcess): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^dashqueue_callbacks_missed_total (\d+)$/m.exec(text)?.[1]);
}

/**
 * Waits for this many polls of a task and returns its id. Only an event or the safety net triggers
 * the next poll.
 */
async function polled({ get, env }: ServedSystem, id: string, times = 1): Promise<string> {
  const redis = connectPatiently(env["REDIS_URL"] ?? "", env["DASHQUEUE_PREFIX"] ?? "");
  const find = async () => {
    const { task } = await get(id);
    const isDelayed =
      (await redis.zscore(`${env["DASHQUEUE_PREFIX"]}:poll:delayed`, `poll-${id}`)) !== null;
    return task !== null && task.polls >= times && isDelayed && task.id;
  };
  return waitFor(find, { timeoutMs: 60_000 }).finally(() => redis.disconnect());
}

it.each<[string, PresetName[]]>([
  ["once", []],
  ["late", ["event-late"]],
  ["twice", ["event-doubled"]],
])("ends a generation long before its next poll when the event comes %s", async (_, faults) => {
  await using system = await startWithEvents(faults, HOUR_MS);
  const { id } = await system.create();
  await polled(system, id);
  system.simulator.advance(HOUR_MS);
  const { task } = await system.until(id, "succeeded", "failed");
  expect(task).toMatchObject({ status: "SUCCEEDED", polls: 2 });
  expect(await missedCallbacks(system.worker)).toBe(0);
  expect(system.simulator.ledger().totalCharged).toBe("3.50");
});

it("finds the end of a task by the safety net when its event never comes, and counts the miss", async () => {
  await using system = await startWithEvents(["event-lost"], 2_000);
  const { id } = await system.create();
  await polled(system, id);
  system.simulator.advance(HOUR_MS);
  await system.until(id, "succeeded");
  expect(await missedCallbacks(system.worker)).toBe(1);
});

it("polls again soon when a task has not ended yet at its event", async () => {
  await using system = await startWithEvents(["event-lost"], HOUR_MS);
  const { id } = await system.create();
  expect(await sendEvent(system, await polled(system, id))).toBe(200);
  await polled(system, id, 3);
  system.simulator.advance(HOUR_MS);
  expect(await system.until(id, "succeeded")).toMatchObject({ attempts: 1 });
});

it("rejects an event with a wrong token, and answers a false event with one poll", async () => {
  await using system = await startWithEvents(["event-lost"], HOUR_MS);
  const { id } = await system.create();
  const taskId = await polled(system, id);
  const { task } = await system.get(id);
  expect(await sendEvent(system, taskId, "not-the-token-at-all")).toBe(401);
  expect(await sendEvent(system, "task-of-another-account")).toBe(200);
  expect(await system.get(id)).toMatchObject({ status: "running", task });
  expect(await sendEvent(system, taskId)).toBe(200);
  await polled(system, id, 2);
  expect(await system.get(id)).toMatchObject({
    status: "running",
    task: { id: taskId, status: "RUNNING" },
  });
  expect(await missedCallbacks(system.worker)).toBe(0);
});
