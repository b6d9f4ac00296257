import type { GenerationView } from "@dashqueue/queue/internal";
import { expect, test } from "vitest";

import { bring, EXAMPLE, startProducer } from "./running-producer.ts";

async function problemOf(
  answer: Response,
): Promise<{ status: number; detail: string; errors?: { path: string; message: string }[] }> {
  expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  const problem = (await answer.json()) as Awaited<ReturnType<typeof problemOf>>;
  expect(problem.status).toBe(answer.status);
  return problem;
}

test("accepts a generation, and gives it back", async () => {
  await using producer = await startProducer();
  const answer = await producer.post({ ...EXAMPLE, priority: 3, metadata: { order: "7" } });
  expect(answer.status).toBe(202);
  const generation = (await answer.json()) as GenerationView;
  expect(generation).toMatchObject({
    id: expect.stringMatching(/^gen_[0-9A-Z]{26}$/) as string,
    status: "queued",
    model: "wan2.1-vace-plus",
    priority: 3,
    metadata: { order: "7" },
    finished_at: null,
    task: null,
    attempts: 0,
    output: null,
    usage: null,
    cost: { amount: "3.50", currency: "CNY", state: "estimated" },
    error: null,
  });
  expect(answer.headers.get("location")).toBe(`/v1/generations/${generation.id}`);
  expect(answer.headers.get("x-powered-by")).toBeNull();
  const read = await producer.get(`/v1/generations/${generation.id}`);
  expect([read.status, await read.json()]).toEqual([200, generation]);
});

test("an unknown generation, and an unknown path, are 404", async () => {
  await using producer = await startProducer();
  for (const path of ["/v1/generations/gen_unknown", "/v1/generations/..%2f", "/v1/nothing", "/"]) {
    expect((await problemOf(await producer.get(path))).status).toBe(404);
  }
  expect((await problemOf(await producer.cancel("gen_unknown"))).status).toBe(404);
});

test("names the files that the provider would refuse, and stores nothing", async () => {
  const errors = [{ path: "input.ref_images_url[0]", message: "cannot be fetched: 404" }];
  await using producer = await startProducer({ preflight: () => Promise.resolve(errors) });
  expect(await problemOf(await producer.post(EXAMPLE))).toMatchObject({ status: 400, errors });
  expect(await producer.store.list({ limit: 1 })).toEqual([]);
});

test("names every wrong field at once, and stores nothing", async () => {
  await using producer = await startProducer();
  const { parameters: _, ...rest } = EXAMPLE;
  const body = {
    ...rest,
    input: { function: "image_reference" },
    priority: 11,
    metadata: { a: 1 },
    colour: "red",
  };
  const { status, errors } = await problemOf(await producer.post(body));
  expect(status).toBe(400);
  const paths = (errors ?? []).map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(["input.prompt", "priority", "metadata.a", "colour"]),
  );
  expect(await (await producer.get("/v1/generations")).json()).toEqual({
    data: [],
    next_cursor: null,
  });
});

test.each([
  ["malformed JSON", "{", "application/json", 400],
  ["no JSON object", '"text"', "application/json", 400],
  ["no model", "{}", "application/json", 400],
  ["a prototype", '{"__proto__":{"model":"x"}}', "application/json", 400],
  ["a deep body", "[".repeat(100_000) + "]".repeat(100_000), "application/json", 400],
  ["an unknown model", JSON.stringify({ ...EXAMPLE, model: "wan9" }), "application/json", 400],
  ["another content type", JSON.stringify(EXAMPLE), "text/plain", 415],
  ["another character set", JSON.stringify(EXAMPLE), "application/json; charset=koi8-r", 415],
  [
    "a body over 1 MiB",
    JSON.stringify({ ...EXAMPLE, metadata: { a: "x".repeat(1024 * 1024) } }),
    "application/json",
    413,
  ],
])("%s is refused", async (_what, body, type, status) => {
  await using producer = await startProducer();
  const problem = await problemOf(await producer.post(body, { "content-type": type }));
  expect(problem.status).toBe(status);
  expect(problem.detail).toBeTruthy();
});

test("no body at all is refused", async () => {
  await using producer = await startProducer();
  const answer = await fetch(`${producer.url}/v1/generations`, { method: "POST" });
  expect((await problemOf(answer)).status).toBe(415);
  expect((await problemOf(await producer.post(""))).status).toBe(400);
});

test("URLs into private networks are refused, but for webhooks to a host that the operator allows", async () => {
  await using producer = await startProducer({ privateWebhookHosts: ["hooks.internal"] });
  const input = { ...EXAMPLE.input, ref_images_url: ["http://192.168.0.1/a.png"] };
  const media = await problemOf(await producer.post({ ...EXAMPLE, input }));
  expect(media.errors).toMatchObject([
    { path: expect.stringContaining("ref_images_url") as string },
  ]);
  const webhook = await problemOf(
    await producer.post({ ...EXAMPLE, webhook_url: "http://127.0.0.1:9/hook" }),
  );
  expect(webhook.errors).toMatchObject([{ path: "webhook_url" }]);
  expect(
    (await producer.post({ ...EXAMPLE, webhook_url: "http://hooks.internal/hook" })).status,
  ).toBe(202);
});

test("a webhook needs a secret to be signed with", async () => {
  await using producer = await startProducer({ webhooksSigned: false });
  const { errors } = await problemOf(
    await producer.post({ ...EXAMPLE, webhook_url: "https://example.com/hook" }),
  );
  expect(errors).toMatchObject([
    { path: "webhook_url", message: expect.stringContaining("WEBHOOK_SECRET") as string },
  ]);
  await producer.accept({ webhook_url: null });
});

test("the same idempotency key makes one generation, whoever is faster", async () => {
  await using producer = await startProducer();
  const headers = { "idempotency-key": "order 7" };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => producer.post(EXAMPLE, headers)),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  const ids = await Promise.all(
    answers.map(async (answer) => ((await answer.json()) as GenerationView).id),
  );
  expect(new Set(ids).size).toBe(1);
  const list = (await (await producer.get("/v1/generations")).json()) as { data: GenerationView[] };
  expect(list.data.map(({ id }) => id)).toEqual([ids[0]]);
});

test("the same idempotency key for another request is a conflict", async () => {
  await using producer = await startProducer();
  const headers = { "idempotency-key": "order 7" };
  const first = (await (await producer.post(EXAMPLE, headers)).json()) as GenerationView;
  const reordered = Object.fromEntries(Object.entries(EXAMPLE).toReversed());
  expect(((await (await producer.post(reordered, headers)).json()) as GenerationView).id).toBe(
    first.id,
  );
  const conflict = await problemOf(await producer.post({ ...EXAMPLE, priority: 1 }, headers));
  expect(conflict.status).toBe(409);
  expect(conflict.detail).toContain(first.id);
  expect(
    (await problemOf(await producer.post(EXAMPLE, { "idempotency-key": "x".repeat(256) }))).status,
  ).toBe(400);
});

test("an idempotency key is its caller's own", async () => {
  await using producer = await startProducer({ tokens: ["one", "two"] });
  const post = async (token: string) => {
    const answer = await producer.post(EXAMPLE, {
      "idempotency-key": "same",
      authorization: `Bearer ${token}`,
    });
    return ((await answer.json()) as GenerationView).id;
  };
  expect(await post("one")).not.toBe(await post("two"));
  expect(await post("two")).toBe(await post("two"));
});

test("lists newest first, by page and by filter", async () => {
  await using producer = await startProducer();
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) ids.unshift((await producer.accept()).id);
  await bring(producer.store, ids[1]!, "running");

  type Page = { data: GenerationView[]; next_cursor: string | null };
  const list = async (query: string) =>
    (await (await producer.get(`/v1/generations${query}`)).json()) as Page;
  const seen: string[] = [];
  let cursor: string | null = "";
  for (let pages = 0; cursor !== null; pages += 1) {
    const page: Page = await list(`?limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.next_cursor;
    expect(pages).toBeLessThan(3);
  }
  expect(seen).toEqual(ids);
  expect((await list("?status=running")).data.map(({ id }) => id)).toEqual([ids[1]]);
  expect((await list("?status=queued&model=wan2.1-vace-plus")).data).toHaveLength(4);
  expect(await list("?model=unknown")).toEqual({ data: [], next_cursor: null });
  expect((await list("?limit=5")).next_cursor).toBeNull();

  const { errors } = await problemOf(
    await producer.get("/v1/generations?status=done&limit=0&cursor=x&page=2&model="),
  );
  expect((errors ?? []).map(({ path }) => path).sort()).toEqual([
    "cursor",
    "limit",
    "model",
    "page",
    "status",
  ]);
});

test("logs neither what was sent nor who sent it", async () => {
  await using producer = await startProducer({ tokens: ["t0ken"] });
  const headers = { authorization: "Bearer t0ken", "idempotency-key": "k3y" };
  const body = { ...EXAMPLE, webhook_url: "https://example.com/hook?secret=s3cret" };
  expect((await producer.post(body, headers)).status).toBe(202);
  await producer.post({ ...body, extra: "s3cret" }, headers);
  await producer.post('{"s3cret', headers);
  expect(producer.log.length).toBeGreaterThan(0);
  expect(producer.log.join("")).not.toMatch(/t0ken|k3y|s3cret|misty forest/);
});

test("the three ways of doing it again: two are free, the third buys and says the price", async () => {
  await using producer = await startProducer();
  const { id } = await producer.accept();
  const again = (how: string, headers: Record<string, string> = {}) =>
    fetch(`${producer.url}/v1/generations/${id}/${how}`, { method: "POST", headers });
  expect((await again("poll")).status).toBe(409);
  expect((await again("regenerate")).status).toBe(409);
  await bring(producer.store, id, "running");
  expect(await (await again("poll")).json()).toMatchObject({ id, status: "running" });
  await bring(producer.store, id, "archiving");
  expect(await (await again("archive")).json()).toMatchObject({ id, status: "archiving" });
  await bring(producer.store, id, "succeeded");
  expect((await again("archive")).status).toBe(409);

  const bought = await again("regenerate", { "idempotency-key": "k" });
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
  expect(await (await again("regenerate", { "idempotency-key": "k" })).json()).toMatchObject({
    id: newId,
  });
  expect((await again("regenerate", { "idempotency-key": "" })).status).toBe(400);
  for (const how of ["poll", "archive", "regenerate"]) {
    const url = `${producer.url}/v1/generations/gen_nobody/${how}`;
    expect((await fetch(url, { method: "POST" })).status).toBe(404);
  }
});
