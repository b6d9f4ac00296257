import { expect, it } from "vitest";

import { SMALL_BODY_BYTES } from "../../src/http/large-bodies.ts";
import { advance, taskIdOf } from "../fixtures/advance.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

const TOKEN = "a-token-of-event-bridge";

function deliver(
  { url }: RunningProducer,
  body: unknown,
  token: string | null = TOKEN,
): Promise<Response> {
  return fetch(`${url}/v1/callbacks/eventbridge`, {
    method: "POST",
    headers: {
      "content-type": "application/cloudevents+json",
      ...(token === null ? {} : { "x-eventbridge-signature-token": token }),
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

const eventOf = (taskId: string) => ({
  type: "dashscope:System:AsyncTaskFinish",
  data: { task_id: taskId, task_status: "SUCCEEDED" },
});

/** The number of events so far by result. */
async function results({ get }: RunningProducer): Promise<Record<string, number>> {
  const text = await (await get("/metrics")).text();
  const lines = text.matchAll(/^dashqueue_callbacks_total\{result="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, result = "", count]) => [result, Number(count)]));
}

async function running(producer: RunningProducer): Promise<string> {
  const { id } = await producer.accept();
  await advance(producer.store, id, "running");
  return id;
}

it("treats an event as a hint to poll, and changes no record", async () => {
  await using producer = await startProducer({ callbackToken: TOKEN });
  const id = await running(producer);
  const before = await producer.store.get(id);
  expect(await producer.store.hinted(taskIdOf(id))).toBe(false);
  for (const body of [eventOf(taskIdOf(id)), [eventOf(taskIdOf(id)), eventOf(taskIdOf(id))]]) {
    const answer = await deliver(producer, body);
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
  }
  expect(await producer.store.get(id)).toEqual(before);
  expect(await producer.store.hinted(taskIdOf(id))).toBe(true);
  expect(await results(producer)).toEqual({ expedited: 2 });
});

it("ignores foreign tasks and ended generations", async () => {
  await using producer = await startProducer({ callbackToken: TOKEN });
  const id = await running(producer);
  await advance(producer.store, id, "succeeded");
  expect((await deliver(producer, [eventOf(taskIdOf(id)), eventOf("task-of-others")])).status).toBe(
    200,
  );
  expect(await results(producer)).toEqual({ ended: 1, foreign: 1 });
  expect(await producer.store.hinted(taskIdOf(id))).toBe(false);
  expect(await producer.store.hinted("task-of-others")).toBe(false);
});

it("answers 401 without the right token, before it reads the body", async () => {
  await using producer = await startProducer({ callbackToken: TOKEN, tokens: ["of-a-caller"] });
  const id = await running({ ...producer, accept: () => acceptAs(producer, "of-a-caller") });
  for (const token of [null, "", "of-a-caller", `${TOKEN}x`])
    expect((await deliver(producer, eventOf(taskIdOf(id)), token)).status).toBe(401);
  expect((await deliver(producer, "{", "wrong")).status).toBe(401);
  expect(await producer.store.hinted(taskIdOf(id))).toBe(false);
  expect(await results(producer)).toEqual({ unauthorized: 5 });
  // The token of EventBridge opens no other route.
  expect((await producer.get("/v1/generations", { authorization: `Bearer ${TOKEN}` })).status).toBe(
    401,
  );
});

async function acceptAs({ post }: RunningProducer, token: string) {
  const answer = await post(EXAMPLE, { authorization: `Bearer ${token}` });
  return (await answer.json()) as Awaited<ReturnType<RunningProducer["accept"]>>;
}

it("explains what is wrong with a body", async () => {
  await using producer = await startProducer({ callbackToken: TOKEN });
  expect((await deliver(producer, "{")).status).toBe(400);
  expect((await deliver(producer, `"${"x".repeat(SMALL_BODY_BYTES)}"`)).status).toBe(413);
  const answer = await deliver(producer, { data: {} });
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { detail: expect.stringContaining("data.task_id") as string },
  ]);
  expect(await results(producer)).toEqual({ unreadable: 1 });
});

it("is off without a token, and explains how to turn it on", async () => {
  await using producer = await startProducer();
  const answer = await deliver(producer, eventOf("task-1"));
  expect([answer.status, await answer.json()]).toMatchObject([
    404,
    { detail: expect.stringContaining("CALLBACK_TOKEN") as string },
  ]);
});
