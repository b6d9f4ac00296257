import { expect, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import { startProducer } from "../fixtures/running-producer.ts";

it("estimates the price in the 202, then holds, settles and totals it", async () => {
  await using producer = await startProducer();
  const waiting = await producer.accept();
  expect(waiting.cost).toEqual({ amount: "3.50", currency: "CNY", state: "estimated" });
  const [held, first, second] = [
    await producer.accept(),
    await producer.accept(),
    await producer.accept(),
  ];
  await advance(producer.store, held.id, "running");
  for (const { id } of [first, second]) await advance(producer.store, id, "succeeded");
  expect(await (await producer.get(`/v1/generations/${held.id}`)).json()).toMatchObject({
    cost: { amount: "3.50", currency: "CNY", state: "held" },
  });

  const day = new Date().toISOString().slice(0, 10);
  const of = { day, account: "default", model: EXAMPLE.model, currency: "CNY" };
  const answer = await producer.get("/v1/costs");
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    to: day,
    data: [
      { ...of, state: "held", amount: "3.50", generations: 1 },
      { ...of, state: "settled", amount: "7.00", generations: 2 },
    ],
    totals: [
      { state: "held", currency: "CNY", amount: "3.50", generations: 1 },
      { state: "settled", currency: "CNY", amount: "7.00", generations: 2 },
    ],
  });
  expect(await (await producer.get("/v1/costs?to=2026-01-01")).json()).toEqual({
    from: "2025-12-03",
    to: "2026-01-01",
    data: [],
    totals: [],
  });
});

it("reports an unknown price as null", async () => {
  await using producer = await startProducer();
  // The length of the result has no limit, so neither has its price.
  const { id } = await producer.accept({
    model: "wan2.7-videoedit",
    input: {
      prompt: "paint it blue",
      media: [{ type: "video", url: "https://media.example/1.mp4" }],
    },
    parameters: {},
  });
  await advance(producer.store, id, "submitting");
  expect(await (await producer.get("/v1/costs")).json()).toMatchObject({
    data: [{ state: "held", currency: null, amount: null, generations: 1 }],
    totals: [{ state: "held", currency: null, amount: null, generations: 1 }],
  });
});

it("names every invalid parameter of the query", async () => {
  await using producer = await startProducer();
  const answer = await producer.get("/v1/costs?from=today&month=11");
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { errors: [{ path: "from" }, { path: "month" }] },
  ]);
});
