import { expect, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import { startProducer } from "../fixtures/running-producer.ts";
import { ADMIN, adminOf } from "../fixtures/tenants.ts";

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
    group_by: ["day", "account", "model"],
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

it("groups by tenant and metadata: a tenant's own, and all for operators; as CSV, too", async () => {
  await using producer = await startProducer({ adminTokens: [ADMIN] });
  const admin = adminOf(producer);
  const [films, games] = [await admin.create("films"), await admin.create("games")];
  const paid = async (headers: Record<string, string>, metadata: Record<string, string>) => {
    const answer = await producer.post({ ...EXAMPLE, metadata }, headers);
    const { id } = (await answer.json()) as { id: string };
    await advance(producer.store, id, "succeeded");
    return id;
  };
  await paid(films, { project: "=A1", scene: "1" });
  await paid(films, { project: "=A1", scene: "2" });
  const forgotten = await paid(films, { project: "b" });
  await producer.store.forget(forgotten);
  await paid(games, { project: "c" });
  const rows = async (headers: Record<string, string>, groupBy: string) => {
    const answer = await producer.get(`/v1/costs?group_by=${groupBy}`, headers);
    return ((await answer.json()) as { data: Record<string, unknown>[] }).data;
  };
  const sum = { state: "settled", currency: "CNY", amount: "3.50", generations: 1 };
  const two = { ...sum, amount: "7.00", generations: 2 };
  const operator = { authorization: `Bearer ${ADMIN}` };
  expect(await rows(operator, "tenant")).toEqual([
    { tenant: "films", ...sum, amount: "10.50", generations: 3 },
    { tenant: "games", ...sum },
  ]);
  expect(await rows(games, "tenant,metadata.project")).toEqual([
    { tenant: "games", "metadata.project": "c", ...sum },
  ]);
  expect(await rows(operator, "metadata.project,tenant")).toEqual([
    { "metadata.project": null, tenant: "films", ...sum },
    { "metadata.project": "=A1", tenant: "films", ...two },
    { "metadata.project": "c", tenant: "games", ...sum },
  ]);
  expect(await rows(films, "metadata.project,metadata.scene")).toContainEqual({
    "metadata.project": "=A1",
    "metadata.scene": "2",
    ...sum,
  });

  const csv = await producer.get("/v1/costs?group_by=metadata.project&format=csv", {
    ...films,
    accept: "application/json",
  });
  expect([csv.status, csv.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
  expect(csv.headers.get("content-disposition")).toMatch(/^attachment; filename=costs-.*\.csv$/);
  expect(await csv.text()).toBe(
    "metadata.project,state,currency,amount,generations\r\n" +
      ",settled,CNY,3.50,1\r\n'=A1,settled,CNY,7.00,2\r\n",
  );
  const accepted = await producer.get("/v1/costs?group_by=day", { ...games, accept: "text/csv" });
  expect(await accepted.text()).toMatch(/^day,state,.*\r\n\d{4}-\d\d-\d\d,settled,CNY,3.50,1\r\n$/);
  expect((await producer.get("/v1/costs?group_by=metadata", games)).status).toBe(400);
  expect((await producer.get("/v1/costs", { authorization: "Bearer wrong" })).status).toBe(401);
});
