import type { GenerationView } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { EXAMPLE } from "../fixtures/example.ts";
import { problemOf } from "../fixtures/problem.ts";
import { BODY_LIMIT_BYTES, startProducer } from "../fixtures/running-producer.ts";

it("accepts a generation and returns it", async () => {
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
  // No worker runs.
  const waiting = expect.objectContaining({ position: 1, reason: "worker" }) as unknown;
  const queue = { position: 1, eta_seconds: null };
  expect([read.status, await read.json()]).toEqual([200, { ...generation, waiting, queue }]);
});

it("keeps the trace of the caller, at both APIs and in the log", async () => {
  await using producer = await startProducer();
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const headers = {
    "content-type": "application/json",
    "x-dashscope-async": "enable",
    traceparent: `00-${trace}-00f067aa0ba902b7-01`,
  };
  const post = (path: string) =>
    fetch(`${producer.url}${path}`, { method: "POST", headers, body: JSON.stringify(EXAMPLE) });
  const { id } = (await (await post("/v1/generations")).json()) as GenerationView;
  const created = await post("/api/v1/services/aigc/video-generation/video-synthesis");
  const { output } = (await created.json()) as { readonly output: { readonly task_id: string } };
  for (const known of [id, output.task_id])
    expect(await producer.store.get(known)).toMatchObject({ traceparent: headers.traceparent });
  const lines = producer.log.filter((line) => line.includes("generation-accepted"));
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { generation_id: id, tenant: "default", model: EXAMPLE.model, trace_id: trace },
    { generation_id: output.task_id, trace_id: trace },
  ]);
});

it("keeps the time by which a generation must be submitted, even when it is regenerated", async () => {
  await using producer = await startProducer();
  const accepted = await producer.accept({ max_queue_seconds: 90 });
  const waitOf = ({ created_at, submit_by }: GenerationView) =>
    Date.parse(submit_by ?? "") - Date.parse(created_at);
  expect(waitOf(accepted)).toBe(90_000);
  await producer.cancel(accepted.id);
  const path = `${producer.url}/v1/generations/${accepted.id}/regenerate`;
  const again = (await (await fetch(path, { method: "POST" })).json()) as GenerationView;
  expect([again.regenerates, waitOf(again)]).toEqual([accepted.id, 90_000]);
  for (const wrong of [0, -1, 1.5, 604_801, "90"]) {
    const answer = await producer.post({ ...EXAMPLE, max_queue_seconds: wrong });
    expect(await problemOf(answer)).toMatchObject({ errors: [{ path: "max_queue_seconds" }] });
  }
});

it("names the files that the provider would reject, and stores nothing", async () => {
  const errors = [{ path: "input.ref_images_url[0]", message: "cannot be fetched" }];
  await using producer = await startProducer({ preflight: () => Promise.resolve(errors) });
  expect(await problemOf(await producer.post(EXAMPLE))).toMatchObject({ status: 400, errors });
  expect(await producer.store.list({ limit: 1 })).toEqual([]);
});

it("names every invalid field at once, and stores nothing", async () => {
  await using producer = await startProducer();
  const { parameters: _, ...rest } = EXAMPLE;
  const body = {
    ...rest,
    input: { function: "image_reference", style: "oil" },
    priority: 11,
    metadata: { a: 1 },
    shade: "red",
  };
  const { status, errors } = await problemOf(await producer.post(body));
  expect(status).toBe(400);
  const paths = (errors ?? []).map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(["input.prompt", "input.style", "priority", "metadata.a", "shade"]),
  );
  for (const error of errors ?? []) expect(Object.keys(error)).toEqual(["path", "message"]);
  expect(await (await producer.get("/v1/generations")).json()).toEqual({
    data: [],
    next_cursor: null,
  });
});

it.each([
  ["malformed JSON", "{", "application/json", 400],
  ["a JSON string", '"text"', "application/json", 400],
  ["a body without a model", "{}", "application/json", 400],
  ["a prototype", '{"__proto__":{"model":"x"}}', "application/json", 400],
  ["a deeply nested body", "[".repeat(100_000) + "]".repeat(100_000), "application/json", 400],
  ["an unknown model", JSON.stringify({ ...EXAMPLE, model: "wan9" }), "application/json", 400],
  ["another content type", JSON.stringify(EXAMPLE), "text/plain", 415],
  ["another character set", JSON.stringify(EXAMPLE), "application/json; charset=koi8-r", 415],
  [
    "a body over the limit",
    JSON.stringify({ ...EXAMPLE, metadata: { a: "x".repeat(BODY_LIMIT_BYTES) } }),
    "application/json",
    413,
  ],
])("rejects %s", async (_what, body, type, status) => {
  await using producer = await startProducer();
  const problem = await problemOf(await producer.post(body, { "content-type": type }));
  expect(problem.status).toBe(status);
  expect(problem.detail).toBeTruthy();
});

it("rejects a missing body", async () => {
  await using producer = await startProducer();
  const answer = await fetch(`${producer.url}/v1/generations`, { method: "POST" });
  expect((await problemOf(answer)).status).toBe(415);
  expect((await problemOf(await producer.post(""))).status).toBe(400);
});

it("rejects URLs into private networks, except webhooks to an allowed host", async () => {
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

it("rejects a webhook if there is no secret to sign it with", async () => {
  await using producer = await startProducer({ webhooksSigned: false });
  const { errors } = await problemOf(
    await producer.post({ ...EXAMPLE, webhook_url: "https://example.com/hook" }),
  );
  expect(errors).toMatchObject([
    { path: "webhook_url", message: expect.stringContaining("WEBHOOK_SECRET") as string },
  ]);
  await producer.accept({ webhook_url: null });
});

it("logs neither request content nor credentials (G7)", async () => {
  await using producer = await startProducer({ tokens: ["t0ken"] });
  const headers = { authorization: "Bearer t0ken", "idempotency-key": "k3y" };
  const body = { ...EXAMPLE, webhook_url: "https://example.com/hook?secret=s3cret" };
  expect((await producer.post(body, headers)).status).toBe(202);
  await producer.post({ ...body, extra: "s3cret" }, headers);
  await producer.post('{"s3cret', headers);
  expect(producer.log.length).toBeGreaterThan(0);
  expect(producer.log.join("")).not.toMatch(/t0ken|k3y|s3cret|misty forest/);
});
