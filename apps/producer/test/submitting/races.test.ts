import type { Change, Generation, GenerationView } from "@dashqueue/queue/internal";
import { createAccountGate, createKeys } from "@dashqueue/queue/internal";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { EXAMPLE } from "../fixtures/example.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const LANE = { account: "default", model: EXAMPLE.model };
const AT = { baseUrl: "https://dashscope.aliyuncs.com/api/v1" };
const LIMITS = { maxInFlight: 99, intervalMs: 0, raiseMs: 60_000, probeMs: 60_000 };
const FAILURE = {
  kind: "network",
  code: "",
  message: "reset",
  requestId: null,
  charged: null,
} as const;

it("creates one generation for repeats that reach several producers", async () => {
  await using one = await startProducer({ dedupeMs: 60_000 });
  await using other = await startProducer({ dedupeMs: 60_000, prefix: one.prefix });
  const producers = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? one : other));
  const withKey = { "idempotency-key": "order 7" };
  const answers = await Promise.all(producers.map(({ post }) => post(EXAMPLE, withKey)));
  const views = answers.map(async (answer) => (await answer.json()) as GenerationView);
  expect(new Set((await Promise.all(views)).map(({ id }) => id)).size).toBe(1);

  const atGateway = producers.map(async ({ url }) => {
    const answer = await fetch(`${url}/api/v1/services/aigc/video-generation/video-synthesis`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-dashscope-async": "enable" },
      body: JSON.stringify(EXAMPLE),
    });
    return ((await answer.json()) as { output: { task_id: string } }).output.task_id;
  });
  expect(new Set(await Promise.all(atGateway)).size).toBe(1);
  expect(await one.store.list({ limit: 9 })).toHaveLength(2);
});

/** What a worker may do to a lost create request while people act on it. */
function changesOf(taskId: string): readonly Change[] {
  return [
    { kind: "task-adopted", attempt: 1, taskId, requestId: null },
    { kind: "attempt-absent", attempt: 1, lookedAt: 0, provenAfterMs: 0 },
    { kind: "attempt-absent", attempt: 1, lookedAt: 1, provenAfterMs: 0 },
    { kind: "claim-confirmed", attempt: 1, taskId, requestId: null },
    { kind: "claim-confirmed", attempt: 1, taskId: null, requestId: null },
    { kind: "tasks-possible", attempt: 1, taskIds: ["another"] },
  ];
}

async function lose({ accept, store }: RunningProducer): Promise<string> {
  const { id } = await accept();
  await store.begin(id, { lane: LANE, ...AT, limits: LIMITS });
  const begun = { begunAt: Date.now(), account: LANE.account, lane: LANE.model, ...AT };
  const answer = { kind: "unknown", failure: FAILURE } as const;
  await store.change(id, { kind: "create-answered", attempt: 1, begun, answer });
  return id;
}

it("keeps record, slot and task consistent while people and workers act at once (G3, G4)", async () => {
  await using one = await startProducer({ resolveWaitMs: 0 });
  await using other = await startProducer({ resolveWaitMs: 0, prefix: one.prefix });
  const gate = createAccountGate(redis, createKeys(one.prefix));
  const act = (producer: RunningProducer, id: string, action: string, body?: object) =>
    fetch(`${producer.url}/v1/generations/${id}/${action}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  for (let round = 0; round < 3; round += 1) {
    const id = await lose(one);
    const task = `task-${round}`;
    const changes = changesOf(task);
    const shifted = [...changes.slice(round % 6), ...changes.slice(0, round % 6)];
    // A canceled generation cannot be settled any more.
    const actions = ["poll", "archive", "regenerate", ...(round % 2 === 0 ? ["cancel"] : [])];
    const actors = [one, other];
    const answers = await Promise.all([
      ...actors.map((producer) => act(producer, id, "resolve", { task_id: task })),
      ...actors.map((producer) => act(producer, id, "resolve", { created: false })),
      ...actors.flatMap((producer) => actions.map((action) => act(producer, id, action))),
      ...shifted.map((change) => one.store.change(id, change).then(() => null)),
    ]);
    const failed = answers.filter((answer) => answer !== null && answer.status === 500);
    expect(failed).toEqual([]);
    const { status } = (await one.store.get(id)) as Generation;
    const isHeld = (await gate.slots(LANE)).includes(id);
    const [owner] = await one.store.ownersOf([task]);
    expect({ status, isHeld, owner }).toEqual({
      status,
      isHeld: status === "running" || status === "uncertain",
      owner: status === "running" ? id : null,
    });
  }
});
