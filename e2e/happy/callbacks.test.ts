import { connectPatiently } from "@dashqueue/queue/internal";
import { presetFault, type PresetName } from "@dashqueue/simulator";
import { waitFor, type AppProcess } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { startSystem, type System } from "../system.ts";

const TOKEN = "a-token-of-event-bridge";
const HOUR_MS = 3_600_000;

/** The real processes; the provider tells when a task has ended, as far as the faults let it. */
async function startTold(
  faults: readonly PresetName[],
  safetyNetMs: number,
): Promise<System & { readonly worker: AppProcess }> {
  const system = await startSystem({
    simulator: { pendingMs: 0, runningMs: HOUR_MS },
    env: { CALLBACK_TOKEN: TOKEN, CALLBACK_SAFETY_NET_MS: String(safetyNetMs) },
  });
  const url = `${system.producer.url}/v1/callbacks/eventbridge`;
  system.simulator.sendEvents({ url, token: TOKEN });
  for (const name of faults) system.simulator.script(presetFault(name));
  return { ...system, worker: await system.startWorker() };
}

async function tell(system: System, taskId: string, token = TOKEN): Promise<number> {
  const answer = await system.fetch("/v1/callbacks/eventbridge", {
    method: "POST",
    headers: { "content-type": "application/json", "x-eventbridge-signature-token": token },
    body: JSON.stringify({ data: { task_id: taskId, task_status: "SUCCEEDED" } }),
  });
  return answer.status;
}

async function missed({ url }: AppProcess): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^dashqueue_callbacks_missed_total (\d+)$/m.exec(text)?.[1]);
}

/** Its task, once that was looked at so often and left alone: now only an event or the safety net brings the next look. */
async function lookedAt({ get, env }: System, id: string, times = 1): Promise<string> {
  const redis = connectPatiently(env["REDIS_URL"] ?? "");
  const find = async () => {
    const { task } = await get(id);
    const sleeps =
      (await redis.zscore(`${env["DASHQUEUE_PREFIX"]}:poll:delayed`, `poll-${id}`)) !== null;
    return task !== null && task.polls >= times && sleeps && task.id;
  };
  return waitFor(find, { timeoutMs: 30_000 }).finally(() => redis.disconnect());
}

it.each<[string, PresetName[]]>([
  ["once", []],
  ["late", ["event-late"]],
  ["twice", ["event-doubled"]],
])("an event that comes %s ends the waiting, long before the next poll", async (_, faults) => {
  await using system = await startTold(faults, HOUR_MS);
  const { id } = await system.create();
  await lookedAt(system, id);
  system.simulator.advance(HOUR_MS);
  const { task } = await system.until(id, "succeeded", "failed");
  expect(task).toMatchObject({ status: "SUCCEEDED", polls: 2 });
  expect(await missed(system.worker)).toBe(0);
  expect(system.simulator.ledger().totalCharged).toBe("3.50");
});

it("an event that never comes is missed, and the safety net finds the end", async () => {
  await using system = await startTold(["event-lost"], 2_000);
  const { id } = await system.create();
  await lookedAt(system, id);
  system.simulator.advance(HOUR_MS);
  await system.until(id, "succeeded");
  expect(await missed(system.worker)).toBe(1);
});

it("a task that does not show its end yet is looked at again soon, and not an hour later", async () => {
  await using system = await startTold(["event-lost"], HOUR_MS);
  const { id } = await system.create();
  expect(await tell(system, await lookedAt(system, id))).toBe(200);
  await lookedAt(system, id, 3);
  system.simulator.advance(HOUR_MS);
  expect(await system.until(id, "succeeded")).toMatchObject({ attempts: 1 });
});

it("a forged event changes nothing, and a lie costs a look", async () => {
  await using system = await startTold(["event-lost"], HOUR_MS);
  const { id } = await system.create();
  const taskId = await lookedAt(system, id);
  const { task } = await system.get(id);
  expect(await tell(system, taskId, "not-the-token-at-all")).toBe(401);
  expect(await tell(system, "task-of-somebody-else")).toBe(200);
  expect(await system.get(id)).toMatchObject({ status: "running", task });
  expect(await tell(system, taskId)).toBe(200);
  await lookedAt(system, id, 2);
  expect(await system.get(id)).toMatchObject({
    status: "running",
    task: { id: taskId, status: "RUNNING" },
  });
  expect(await missed(system.worker)).toBe(0);
});
