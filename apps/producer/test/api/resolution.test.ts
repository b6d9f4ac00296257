import type { GenerationEvent } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

const FAILURE = {
  kind: "network",
  code: "",
  message: "reset",
  requestId: null,
  charged: null,
} as const;
const LIMITS = { maxInFlight: 9, intervalMs: 0, raiseMs: 60_000, probeMs: 60_000 };

/** A generation whose create request got no answer. */
async function uncertain({ accept, queue }: RunningProducer): Promise<string> {
  const { id, model } = await accept();
  const lane = { account: "default", model };
  await queue.store.begin(id, {
    lane,
    baseUrl: "https://dashscope.aliyuncs.com/api/v1",
    limits: LIMITS,
  });
  await queue.store.change(id, {
    kind: "create-answered",
    attempt: 1,
    begun: {
      begunAt: Date.now(),
      account: "default",
      lane: "wan2.1-vace-plus",
      baseUrl: "https://dashscope.aliyuncs.com/api/v1",
    },
    answer: { kind: "unknown", failure: FAILURE },
  });
  return id;
}

function resolve(producer: RunningProducer, id: string, body: unknown): Promise<Response> {
  return fetch(`${producer.url}/v1/generations/${id}/resolve`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function lastEvent(
  { queue }: RunningProducer,
  id: string,
): Promise<GenerationEvent | undefined> {
  return (await queue.store.events(id)).at(-1);
}

it("adopts the task that a person names, and records who named it", async () => {
  await using producer = await startProducer();
  const id = await uncertain(producer);
  const answer = await resolve(producer, id, { task_id: "task-7" });
  expect(await answer.json()).toMatchObject({
    status: "running",
    task: { id: "task-7" },
    error: null,
  });
  expect(await lastEvent(producer, id)).toMatchObject({
    name: "task-adopted",
    detail: { by: "anybody" },
  });
});

it("queues the generation again if a person states that there is no task (G1)", async () => {
  await using producer = await startProducer();
  const id = await uncertain(producer);
  const answer = await resolve(producer, id, { created: false });
  expect(await answer.json()).toMatchObject({
    status: "queued",
    attempts: 1,
    error: { charged: false },
  });
  expect(await lastEvent(producer, id)).toMatchObject({
    name: "attempt-denied",
    detail: { by: "anybody" },
  });
});

it("rejects the resolution of a settled generation, and the task of another (G4)", async () => {
  await using producer = await startProducer();
  const [first, second] = [await uncertain(producer), await uncertain(producer)];
  expect((await resolve(producer, "gen_nobody", { created: false })).status).toBe(404);
  expect((await resolve(producer, first, { created: true })).status).toBe(400);
  expect((await resolve(producer, first, { task_id: "task-7" })).status).toBe(200);
  expect((await resolve(producer, first, { created: false })).status).toBe(409);
  expect((await resolve(producer, second, { task_id: "task-7" })).status).toBe(409);
  expect(await producer.queue.store.get(second)).toMatchObject({ status: "uncertain" });
});
