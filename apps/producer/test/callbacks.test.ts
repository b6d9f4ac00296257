import { expect, test } from "vitest";

import {
  bring,
  EXAMPLE,
  startProducer,
  taskIdOf,
  type RunningProducer,
} from "./running-producer.ts";

const TOKEN = "a-token-of-event-bridge";

function tell(
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

/** Events so far by what became of them. */
async function results({ get }: RunningProducer): Promise<Record<string, number>> {
  const text = await (await get("/metrics")).text();
  const lines = text.matchAll(/^dashqueue_callbacks_total\{result="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, result = "", count]) => [result, Number(count)]));
}

async function running(producer: RunningProducer): Promise<string> {
  const { id } = await producer.accept();
  await bring(producer.store, id, "running");
  return id;
}

test("takes an event for a hint, however often it comes, and never for the truth", async () => {
  await using producer = await startProducer({ callbackToken: TOKEN });
  const id = await running(producer);
  const before = await producer.store.get(id);
  expect(await producer.store.hinted(taskIdOf(id))).toBe(false);
  for (const body of [eventOf(taskIdOf(id)), [eventOf(taskIdOf(id)), eventOf(taskIdOf(id))]]) {
    const answer = await tell(producer, body);
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
  }
  expect(await producer.store.get(id)).toEqual(before);
  expect(await producer.store.hinted(taskIdOf(id))).toBe(true);
  expect(await results(producer)).toEqual({ hurried: 2 });
});

test("ignores tasks that nobody has, or that nobody waits for", async () => {
  await using producer = await startProducer({ callbackToken: TOKEN });
  const id = await running(producer);
  await bring(producer.store, id, "succeeded");
  expect((await tell(producer, [eventOf(taskIdOf(id)), eventOf("task-of-others")])).status).toBe(
    200,
  );
  expect(await results(producer)).toEqual({ ended: 1, foreign: 1 });
  expect(await producer.store.hinted(taskIdOf(id))).toBe(false);
  expect(await producer.store.hinted("task-of-others")).toBe(false);
});

test("answers 401 to all that do not know the token, whatever they send", async () => {
  await using producer = await startProducer({ callbackToken: TOKEN, tokens: ["of-a-caller"] });
  const id = await running({ ...producer, accept: () => acceptAs(producer, "of-a-caller") });
  for (const token of [null, "", "of-a-caller", `${TOKEN}x`])
    expect((await tell(producer, eventOf(taskIdOf(id)), token)).status).toBe(401);
  expect((await tell(producer, "{", "wrong")).status).toBe(401);
  expect(await producer.store.hinted(taskIdOf(id))).toBe(false);
  expect(await results(producer)).toEqual({ unauthorized: 5 });
  // Nor does its token open anything else.
  expect((await producer.get("/v1/generations", { authorization: `Bearer ${TOKEN}` })).status).toBe(
    401,
  );
});

async function acceptAs({ post }: RunningProducer, token: string) {
  const answer = await post(EXAMPLE, { authorization: `Bearer ${token}` });
  return (await answer.json()) as Awaited<ReturnType<RunningProducer["accept"]>>;
}

test("says what is wrong with a body", async () => {
  await using producer = await startProducer({ callbackToken: TOKEN });
  expect((await tell(producer, "{")).status).toBe(400);
  expect((await tell(producer, `"${"x".repeat(1024 * 1024)}"`)).status).toBe(413);
  const answer = await tell(producer, { data: {} });
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { detail: expect.stringContaining("data.task_id") as string },
  ]);
  expect(await results(producer)).toEqual({ unreadable: 1 });
});

test("is off without a token, and says how to turn it on", async () => {
  await using producer = await startProducer();
  const answer = await tell(producer, eventOf("task-1"));
  expect([answer.status, await answer.json()]).toMatchObject([
    404,
    { detail: expect.stringContaining("CALLBACK_TOKEN") as string },
  ]);
});
