import type { GenerationView } from "@dashqueue/queue/internal";
import { waitFor } from "@dashqueue/testing";
import { expect, test } from "vitest";

import { bring, startProducer, type RunningProducer } from "./running-producer.ts";

async function canceled(producer: RunningProducer, id: string): Promise<GenerationView> {
  const answer = await producer.cancel(id);
  expect(answer.status).toBe(200);
  return (await answer.json()) as GenerationView;
}

test("what waits is canceled at once, and stays so", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  const first = await canceled(producer, id);
  expect(first).toMatchObject({ status: "canceled", cancel: "confirmed", task: null, cost: null });
  expect(await canceled(producer, id)).toEqual(first);
});

test.each([
  [true, { status: "canceled", cancel: "confirmed" }],
  [false, { status: "running", cancel: "refused" }],
])("waits for the provider's answer: confirmed %j", async (confirmed, expected) => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  await bring(producer.store, id, "running");
  const answer = canceled(producer, id);
  await waitFor(async () => (await producer.store.get(id))?.cancel === "requested");
  await producer.store.change(id, { kind: "cancel-answered", confirmed });
  expect(await answer).toMatchObject(expected);
});

test("says requested when the provider's answer takes too long", async () => {
  await using producer = await startProducer({ cancelWaitMs: 50 });
  const { id } = await producer.accept();
  await bring(producer.store, id, "submitting");
  expect(await canceled(producer, id)).toMatchObject({ status: "submitting", cancel: "requested" });
});

test("what succeeded stays as it is", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  await bring(producer.store, id, "succeeded");
  expect(await canceled(producer, id)).toMatchObject({ status: "succeeded", cancel: null });
});
