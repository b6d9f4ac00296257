import { expect, it } from "vitest";

import { EXAMPLE } from "../fixtures/example.ts";
import { startProducer } from "../fixtures/running-producer.ts";

interface Listed {
  readonly id: string;
  readonly path: string;
  readonly limits: object;
  readonly account_limits: readonly object[];
  readonly price: object | null;
  readonly request: object;
}

it("lists every model with its limits, price and request schema", async () => {
  await using producer = await startProducer();
  const answer = await producer.get("/v1/models");
  expect([answer.status, answer.headers.get("content-type")]).toEqual([
    200,
    "application/json; charset=utf-8",
  ]);
  const { data } = (await answer.json()) as { data: readonly Listed[] };
  expect(data.length).toBeGreaterThan(50);
  for (const { request, path } of data) {
    expect(path).toMatch(/^\/services\//);
    expect(JSON.stringify(request)).toMatch(/"model".*"input"/s);
  }
  expect(data.find(({ id }) => id === EXAMPLE.model)).toMatchObject({
    limits: { max_in_flight: 2, submits_per_second: 2 },
    retired_on: null,
    replaced_by: null,
    price: {
      unit: "second",
      amounts: { "cn-beijing": { currency: "CNY", per_unit: { any: "0.70" } } },
    },
  });
});

it("describes the fields of one model, with an example that is accepted", async () => {
  await using producer = await startProducer();
  const answer = await producer.get(`/v1/models/${EXAMPLE.model}`);
  const model = (await answer.json()) as Listed & { readonly example: object };
  expect([answer.status, model.id]).toEqual([200, EXAMPLE.model]);
  expect(JSON.stringify(model.request)).toContain('"description":"What to make."');
  expect((await producer.post(model.example)).status).toBe(202);
  const slash = await producer.get(`/v1/models/${encodeURIComponent("pixverse/pixverse-v6-t2v")}`);
  expect(await slash.json()).toMatchObject({ id: "pixverse/pixverse-v6-t2v" });
  const unknown = await producer.get("/v1/models/wan2.6-t2vv");
  expect(unknown.status).toBe(404);
  expect(await unknown.text()).toContain("did you mean wan2.6-t2v");
});

it("finds a model whose id has a slash", async () => {
  await using producer = await startProducer();
  for (const id of ["vidu/viduq3-ad_reference2video", "vidu%2Fviduq3-ad_reference2video"])
    expect((await producer.get(`/v1/models/${id}`)).status).toBe(200);
  const unknown = await producer.get("/v1/models/vidu/viduq3");
  expect(await unknown.json()).toMatchObject({
    status: 404,
    detail: expect.stringContaining("did you mean vidu/"),
  });
});

it("lists a model until the provider retires it, with the day and the replacement", async () => {
  let now = Date.parse("2026-10-09T15:59:59Z");
  await using producer = await startProducer({ now: () => now });
  const retired = async () => {
    const answer = await producer.get("/v1/models");
    const { data } = (await answer.json()) as { data: readonly Listed[] };
    return data.find(({ id }) => id === "qwen-image");
  };
  expect(await retired()).toMatchObject({
    retired_on: "2026-10-10",
    replaced_by: "qwen-image-3.0",
  });
  now += 1_000;
  expect(await retired()).toBeUndefined();
});

it("shows the limits that the provider reported for each account, even while Redis is away", async () => {
  await using producer = await startProducer();
  const limitsOf = async (id: string) => {
    const answer = await producer.get("/v1/models");
    const { data } = (await answer.json()) as { data: readonly Listed[] };
    return data.find((model) => model.id === id)?.account_limits;
  };
  expect(await limitsOf(EXAMPLE.model)).toEqual([]);
  const readAt = Date.now();
  const baseUrl = "https://dashscope.aliyuncs.com/api/v1";
  const models = { [EXAMPLE.model]: { submitsPerSecond: null, maxInFlight: 7, maxQueued: 50 } };
  await producer.quotas.store({ account: "paris", baseUrl, readAt, models });
  const told = [
    {
      account: "paris",
      max_in_flight: 7,
      submits_per_second: null,
      read_at: new Date(readAt).toISOString(),
    },
  ];
  expect(await limitsOf(EXAMPLE.model)).toEqual(told);
  expect(await limitsOf("wan2.6-t2v")).toEqual([]);

  await using away = await startProducer({ quotas: () => Promise.reject(new Error("away")) });
  expect((await away.get("/v1/models")).status).toBe(200);
});

it("offers only the models of the region, and names the equivalent of another", async () => {
  await using producer = await startProducer({ regions: ["ap-southeast-1"] });
  const { data } = (await (await producer.get("/v1/models")).json()) as { data: readonly Listed[] };
  const ids = data.map(({ id }) => id);
  expect(ids).toContain("wan2.1-vace-plus");
  expect(ids).not.toContain("wanx2.1-vace-plus");
  const refused = await producer.post({ ...EXAMPLE, model: "wanx2.1-vace-plus" });
  expect(refused.status).toBe(400);
  const { errors } = (await refused.json()) as {
    errors: readonly { path: string; message: string }[];
  };
  expect(errors).toMatchObject([
    { path: "model", message: expect.stringContaining("wan2.1-vace-plus") as string },
  ]);
});
