import type { GenerationEvent } from "@dashqueue/queue/internal";
import { waitFor } from "@dashqueue/testing";
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
const PLACE = { account: "default", lane: "wan2.1-vace-plus" };
const BASE_URL = "https://dashscope.aliyuncs.com/api/v1";

/** A generation whose create request got no answer. */
async function uncertain({ accept, store }: RunningProducer): Promise<string> {
  const { id, model } = await accept();
  const lane = { account: "default", model };
  await store.begin(id, { lane, baseUrl: BASE_URL, limits: LIMITS });
  await store.change(id, {
    kind: "create-answered",
    attempt: 1,
    begun: { begunAt: Date.now(), ...PLACE, baseUrl: BASE_URL },
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

/** Does what a worker does once the claim is written; `reason` refuses it. */
async function checkClaim({ store }: RunningProducer, id: string, reason?: string): Promise<void> {
  const claim = await waitFor(async () => {
    const generation = await store.get(id);
    const found = generation?.status === "uncertain" ? generation.claim : null;
    return found?.refusal === null && found;
  });
  const about = { attempt: 1, taskId: claim.taskId };
  await store.change(
    id,
    reason === undefined
      ? { kind: "claim-confirmed", ...about, requestId: null }
      : { kind: "claim-refused", ...about, reason },
  );
}

async function lastEvent(
  { store }: RunningProducer,
  id: string,
): Promise<GenerationEvent | undefined> {
  return (await store.events(id)).at(-1);
}

it("adopts the task that a person names, and records who named it", async () => {
  await using producer = await startProducer();
  const id = await uncertain(producer);
  const [answer] = await Promise.all([
    resolve(producer, id, { task_id: "task-7" }),
    checkClaim(producer, id),
  ]);
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
  const [answer] = await Promise.all([
    resolve(producer, id, { created: false }),
    checkClaim(producer, id),
  ]);
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

it("checks every claim: a task that the provider does not know can be corrected (G1)", async () => {
  await using producer = await startProducer();
  const id = await uncertain(producer);
  const [wrong] = await Promise.all([
    resolve(producer, id, { task_id: "nonsense" }),
    checkClaim(producer, id, "DashScope knows no task nonsense."),
  ]);
  expect(wrong.status).toBe(409);
  expect(await wrong.json()).toMatchObject({ detail: "DashScope knows no task nonsense." });
  expect(await lastEvent(producer, id)).toMatchObject({
    name: "claim-refused",
    status: "uncertain",
    detail: { by: "anybody", claimed_task: "nonsense" },
  });
  const [right] = await Promise.all([
    resolve(producer, id, { task_id: "task-7" }),
    checkClaim(producer, id),
  ]);
  expect(right.status).toBe(200);
});

it("shows a person only why their own resolution was refused", async () => {
  await using producer = await startProducer();
  const id = await uncertain(producer);
  const first = resolve(producer, id, { task_id: "task-7" });
  await waitFor(async () => {
    const generation = await producer.store.get(id);
    return generation?.status === "uncertain" && generation.claim !== null;
  });
  const second = resolve(producer, id, { task_id: "task-8" });
  await waitFor(async () => {
    const generation = await producer.store.get(id);
    return generation?.status === "uncertain" && generation.claim?.taskId === "task-8";
  });
  await checkClaim(producer, id, "DashScope knows no task task-8.");
  expect(await (await second).json()).toMatchObject({ detail: "DashScope knows no task task-8." });
  expect(await (await first).json()).toMatchObject({
    status: 409,
    detail: expect.stringContaining("Repeat this.") as string,
  });
});

it("answers 503 when no worker checks the claim, and keeps it", async () => {
  await using producer = await startProducer({ resolveWaitMs: 0 });
  const id = await uncertain(producer);
  const answer = await resolve(producer, id, { task_id: "task-7" });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("15");
  expect(await answer.json()).toMatchObject({ detail: expect.stringContaining("No worker") });
  expect(await producer.store.get(id)).toMatchObject({
    status: "uncertain",
    claim: { taskId: "task-7", refusal: null },
  });
});

it("says what happened when something else settles the generation in the meantime (G4)", async () => {
  await using producer = await startProducer();
  const id = await uncertain(producer);
  const [answer] = await Promise.all([
    resolve(producer, id, { created: false }),
    producer.store.change(id, {
      kind: "task-adopted",
      attempt: 1,
      taskId: "task-8",
      requestId: null,
    }),
  ]);
  expect(answer.status).toBe(409);
  expect(await producer.store.get(id)).toMatchObject({ task: { id: "task-8" } });
});

it("rejects an invalid resolution, and that of an unknown or settled generation (G4)", async () => {
  await using producer = await startProducer({ resolveWaitMs: 0 });
  const id = await uncertain(producer);
  expect((await resolve(producer, "gen_nobody", { created: false })).status).toBe(404);
  expect((await resolve(producer, id, { created: true })).status).toBe(400);
  await producer.store.change(id, {
    kind: "task-adopted",
    attempt: 1,
    taskId: "task-8",
    requestId: null,
  });
  expect((await resolve(producer, id, { created: false })).status).toBe(409);
  expect((await resolve(producer, id, { task_id: "task-9" })).status).toBe(409);
  expect(await producer.store.get(id)).toMatchObject({ task: { id: "task-8" } });
});
