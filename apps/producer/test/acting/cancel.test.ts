import type { GenerationView } from "@dashqueue/queue/internal";
import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

async function canceled(producer: RunningProducer, id: string): Promise<GenerationView> {
  const answer = await producer.cancel(id);
  expect(answer.status).toBe(200);
  return (await answer.json()) as GenerationView;
}

it("cancels a queued generation at once, and for good (G4)", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  const first = await canceled(producer, id);
  expect(first).toMatchObject({ status: "canceled", cancel: "confirmed", task: null, cost: null });
  expect(await canceled(producer, id)).toEqual(first);
});

it.each([
  [true, { status: "canceled", cancel: "confirmed" }],
  [false, { status: "running", cancel: "refused" }],
])("waits for the provider's answer, confirmed: %j", async (confirmed, expected) => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  await advance(producer.store, id, "running");
  const answer = canceled(producer, id);
  await waitFor(async () => (await producer.store.get(id))?.cancel === "requested");
  await producer.store.change(id, { kind: "cancel-answered", confirmed });
  expect(await answer).toMatchObject(expected);
});

it("returns `requested` if the provider does not answer in time", async () => {
  await using producer = await startProducer({ cancelWaitMs: 50 });
  const { id } = await producer.accept();
  await advance(producer.store, id, "submitting");
  expect(await canceled(producer, id)).toMatchObject({ status: "submitting", cancel: "requested" });
});

it("names in the history the key that asked for it", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  await canceled(producer, id);
  const [accepted, event] = await producer.store.events(id);
  expect(accepted?.detail).toEqual({ tenant: "default" });
  expect(event).toMatchObject({ name: "cancel-confirmed", detail: { by: expect.any(String) } });
});

it("leaves a succeeded generation unchanged (G4)", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  await advance(producer.store, id, "succeeded");
  expect(await canceled(producer, id)).toMatchObject({ status: "succeeded", cancel: null });
});
