import { expect, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

function act(
  { url }: RunningProducer,
  id: string,
  action: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/v1/generations/${id}/${action}`, { method: "POST", headers });
}

it("polls and archives again without a second attempt (G10)", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  expect((await act(producer, id, "poll")).status).toBe(409);
  await advance(producer.store, id, "running");
  expect(await (await act(producer, id, "poll")).json()).toMatchObject({ id, status: "running" });
  await advance(producer.store, id, "archiving");
  expect(await (await act(producer, id, "archive")).json()).toMatchObject({
    id,
    status: "archiving",
  });
  await advance(producer.store, id, "succeeded");
  expect((await act(producer, id, "archive")).status).toBe(409);
  expect(await producer.store.get(id)).toMatchObject({ attempts: 1 });
  expect(await producer.store.list({ limit: 2 })).toHaveLength(1);
});

it("regenerates an ended generation as a new one, and shows its price", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  expect((await act(producer, id, "regenerate")).status).toBe(409);
  await advance(producer.store, id, "succeeded");

  const bought = await act(producer, id, "regenerate", { "idempotency-key": "k" });
  const { id: newId } = (await bought.clone().json()) as { id: string };
  expect([bought.status, bought.headers.get("location")]).toEqual([
    202,
    `/v1/generations/${newId}`,
  ]);
  expect(await bought.json()).toMatchObject({
    status: "queued",
    regenerates: id,
    cost: { amount: "3.50", currency: "CNY", state: "estimated" },
  });
  const repeated = await act(producer, id, "regenerate", { "idempotency-key": "k" });
  expect(await repeated.json()).toMatchObject({ id: newId });
  expect((await act(producer, id, "regenerate", { "idempotency-key": "" })).status).toBe(400);
});

it.each(["poll", "archive", "regenerate"])(
  "answers 404 to %s an unknown generation",
  async (action) => {
    await using producer = await startProducer();
    expect((await act(producer, "gen_nobody", action)).status).toBe(404);
  },
);
