import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import { keepArchived } from "../fixtures/keep-archived.ts";
import { mediaFile } from "../fixtures/media-server.ts";
import { problemOf } from "../fixtures/problem.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { BODY_LIMIT_BYTES, startProducer } from "../fixtures/running-producer.ts";
import { ADMIN, adminOf } from "../fixtures/tenants.ts";

let producer: RunningProducer;
beforeAll(async () => {
  producer = await startProducer({ adminTokens: [ADMIN], tokens: ["one"], webhooksSigned: false });
});
afterAll(() => producer[Symbol.asyncDispose]());

const CALLER = { authorization: "Bearer one" };
type Headers = Readonly<Record<string, string>>;

interface BatchView {
  readonly id: string;
  readonly count: number;
  readonly ended: number;
  readonly status: string;
  readonly statuses: Readonly<Record<string, number>>;
  readonly cost: readonly object[];
  readonly estimate: readonly { readonly amount: string }[];
}

const withPrompt = (prompt: string) => ({ ...EXAMPLE, input: { ...EXAMPLE.input, prompt } });
const lines = (count: number, text = "film") =>
  Array.from({ length: count }, (_, index) => JSON.stringify(withPrompt(`${text} ${index}`)));

const send = (body: string, headers: Headers = {}, query = "") =>
  fetch(`${producer.url}/v1/batches${query}`, {
    method: "POST",
    headers: { ...CALLER, "content-type": "application/jsonl", ...headers },
    body,
  });
const sendJson = (body: unknown) =>
  send(JSON.stringify(body), { "content-type": "application/json" });
const get = (path: string, headers: Headers = CALLER) =>
  producer.get(`/v1/batches/${path}`, headers);

async function submitted(body: string, headers: Headers = {}): Promise<BatchView> {
  const answer = await send(body, headers);
  expect(answer.status).toBe(202);
  return (await answer.json()) as BatchView;
}

async function resultsOf(id: string) {
  const text = await (await get(`${id}/results`)).text();
  return text
    .trimEnd()
    .split("\n")
    .map(
      (line) =>
        JSON.parse(line) as {
          index: number;
          id: string;
          generation: { request: typeof EXAMPLE; status: string; batch: string } | null;
        },
    );
}

/** The number of generations that lists show. */
async function listed(filter: string): Promise<number> {
  const answer = await producer.get(`/v1/generations?limit=100&${filter}`, CALLER);
  return ((await answer.json()) as { data: unknown[] }).data.length;
}

describe("a batch", () => {
  it("accepts every line of JSON Lines, in order, and each gets a job", async () => {
    const body = `${lines(120).join("\r\n")}\n\n`;
    const answer = await send(body);
    const batch = (await answer.json()) as BatchView;
    expect([answer.status, answer.headers.get("location")]).toEqual([
      202,
      `/v1/batches/${batch.id}`,
    ]);
    expect(batch).toMatchObject({ count: 120, ended: 0, status: "running", cost: [] });
    expect(batch.statuses).toMatchObject({ queued: 120, gone: 0 });
    const results = await resultsOf(batch.id);
    expect(results.map(({ generation }) => generation?.request.input.prompt)).toEqual(
      Array.from({ length: 120 }, (_, index) => `film ${index}`),
    );
    expect(results[7]).toMatchObject({ index: 7, generation: { batch: batch.id } });
    expect(await listed(`batch=${batch.id}`)).toBe(100);
    const { queue } = producer;
    const first = await queue.store.get(results[0]!.id);
    expect(await queue.views([first!])).toMatchObject([{ waiting: { position: 1 } }]);
  });

  it("accepts an array, even with files in base64", async () => {
    const file = mediaFile("image.png").toString("base64");
    const input = { ...EXAMPLE.input, ref_images_url: [file] };
    const answer = await sendJson({ generations: [EXAMPLE, { ...EXAMPLE, input }] });
    expect(answer.status).toBe(202);
    const { id } = (await answer.json()) as BatchView;
    const [, second] = await resultsOf(id);
    expect(second?.generation?.request.input.ref_images_url[0]).toMatch(/^upload:\/\//);
  });

  it("names every problem with its line, and stores nothing", async () => {
    const bad = [
      lines(1, "nothing")[0],
      '{"model": "wan2.1-vace-plus", "input": {}',
      "",
      JSON.stringify({ ...EXAMPLE, parameters: { size: "1*1" }, priority: 11 }),
    ].join("\n");
    const problem = await problemOf(await send(bad));
    expect(problem.status).toBe(400);
    expect(problem.errors?.map(({ path }) => path)).toEqual([
      "line 2",
      "line 4: parameters.size",
      "line 4: priority",
    ]);
    const fixed = bad.replace(/^\{"model".*\{\}$/m, "[]");
    const { errors = [] } = await problemOf(await send(fixed));
    expect(errors.map(({ path }) => path)).toEqual([
      "line 2",
      "line 4: parameters.size",
      "line 4: priority",
    ]);
    expect(await listed("q=nothing")).toBe(0);
  });

  it("answers the quote without storing anything", async () => {
    const answer = await send(lines(3, "quoted").join("\n"), {}, "?dry_run=true");
    expect(answer.status).toBe(200);
    const quote: unknown = await answer.json();
    expect(quote).toMatchObject({
      dry_run: true,
      count: 3,
      unpriced: 0,
      ignored: [],
      refused: null,
    });
    expect(quote).toMatchObject({ estimate: [{ currency: "CNY" }] });
    expect((await sendJson({ generations: [EXAMPLE], dry_run: true })).status).toBe(200);
    expect(await listed("q=quoted")).toBe(0);
  });

  it("is one batch for any number of requests with one Idempotency-Key (G10)", async () => {
    const body = lines(30, "once").join("\n");
    const key = { "idempotency-key": "batch-1" };
    const batches = await Promise.all([1, 2, 3].map(() => submitted(body, key)));
    expect(new Set(batches.map(({ id }) => id)).size).toBe(1);
    expect(await listed("q=once")).toBe(30);
    const again = await send(body, key);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    const other = await problemOf(await send(lines(2, "other").join("\n"), key));
    expect(other.status).toBe(409);
    // A single request has keys of its own.
    expect((await producer.post(EXAMPLE, { ...CALLER, ...key })).status).toBe(202);
  });

  it("says how far it is, what it costs, and keeps the lines of deleted ones", async () => {
    const { id } = await submitted(lines(4).join("\n"));
    const [first, second, third] = (await resultsOf(id)).map((line) => line.id);
    await advance(producer.store, first!, "succeeded");
    await keepArchived(producer, first!, "0123456789");
    await advance(producer.store, second!, "running");
    await advance(producer.store, third!, "succeeded");
    await producer.store.forget(first!);
    await fetch(`${producer.url}/v1/generations/${third}`, { method: "DELETE", headers: CALLER });
    const view = (await (await get(id)).json()) as BatchView;
    expect(view).toMatchObject({ status: "running", count: 4, ended: 2 });
    expect(view.statuses).toMatchObject({ queued: 1, running: 1, gone: 2 });
    expect((await resultsOf(id)).map(({ generation }) => generation?.status)).toEqual([
      "succeeded",
      "running",
      undefined,
      "queued",
    ]);
    expect(
      (await fetch(`${producer.url}/v1/batches/${id}/cancel`, { method: "POST", headers: CALLER }))
        .status,
    ).toBe(200);
    expect(((await (await get(id)).json()) as BatchView).statuses).toMatchObject({ canceled: 1 });
  });

  it("adds up what it cost once when it has ended", async () => {
    const { id } = await submitted(lines(2).join("\n"));
    const [first] = (await resultsOf(id)).map((line) => line.id);
    await advance(producer.store, first!, "succeeded");
    await fetch(`${producer.url}/v1/batches/${id}/cancel`, { method: "POST", headers: CALLER });
    const { status, cost } = (await (await get(id)).json()) as BatchView;
    expect(status).toBe("ended");
    expect(cost).toMatchObject([{ state: "settled", currency: "CNY", generations: 1 }]);
    await keepArchived(producer, first!, "0123456789");
    await producer.store.forget(first!);
    const later = (await (await get(id)).json()) as BatchView;
    expect(later.statuses).toMatchObject({ gone: 1 });
    expect(later.cost).toEqual(cost);
  });

  it.each([
    ["application/json", "[]", 400],
    ["application/json", '{"generations": []}', 400],
    ["application/json", '{"generations": [], "dry_run": 1}', 400],
    ["application/json", '{"generations": [], "webhook": 1}', 400],
    ["application/jsonl", "\n \n", 400],
    ["application/jsonl", Buffer.from([0x22, 0xff, 0x22]).toString("latin1"), 400],
    ["application/jsonl", "[".repeat(50) + "]".repeat(50), 400],
    ["text/plain", "{}", 415],
    ["application/jsonl", "{}\n".repeat(10_001), 400],
    ["application/jsonl", " ".repeat(BODY_LIMIT_BYTES + 1), 413],
  ])("refuses %s %.20s", async (type, body, status) => {
    expect((await send(body, { "content-type": type })).status).toBe(status);
  });
});

describe("the batch of a tenant", () => {
  it("counts all of its lines for the tenant's limits", async () => {
    const admin = adminOf(producer);
    const limits = { max_queued: 5, models: [EXAMPLE.model] };
    const films = await admin.create("films", { limits });
    const large = await problemOf(await send(lines(6).join("\n"), films));
    expect(large).toMatchObject({
      status: 400,
      detail: expect.stringContaining("Split") as string,
    });
    const quoted = await send(lines(6).join("\n"), films, "?dry_run=true");
    const reason = { reason: "max_queued", limit: 5, resets_in_seconds: null };
    expect(await quoted.json()).toMatchObject({ count: 6, refused: reason });
    expect((await send(lines(5).join("\n"), films)).status).toBe(202);
    expect((await send(lines(1).join("\n"), films)).status).toBe(429);
    const games = await admin.create("games", {
      limits: { submits_per_minute: 3, models: ["wan2.6-t2v"] },
    });
    const refused = await problemOf(await send(lines(1).join("\n"), games));
    expect(refused).toMatchObject({ status: 403 });
    expect(refused.detail).toContain(EXAMPLE.model);
    await admin.send("PATCH", "/games", { limits: { models: null } });
    expect((await send(lines(4).join("\n"), games)).status).toBe(400);
    expect((await send(lines(3).join("\n"), games)).status).toBe(202);
    expect((await send(lines(1).join("\n"), games)).status).toBe(429);
  });

  it("may name a webhook once the tenant has a secret of its own", async () => {
    const admin = adminOf(producer);
    const shop = await admin.create("shop");
    const line = { ...EXAMPLE, webhook_url: "https://example.com/hook" };
    const json = { ...shop, "content-type": "application/json" };
    const statuses = async () => {
      const body = JSON.stringify({ ...line, dry_run: true });
      const quote = { method: "POST", headers: json, body };
      return [
        (await fetch(`${producer.url}/v1/generations`, quote)).status,
        (await send(JSON.stringify(line), shop)).status,
      ];
    };
    expect(await statuses()).toEqual([400, 400]);
    expect((await admin.send("POST", "/shop/webhook-secrets")).status).toBe(201);
    expect(await statuses()).toEqual([200, 202]);
  });

  it("is unknown to others", async () => {
    const { id } = await submitted(lines(1).join("\n"));
    const other = await adminOf(producer).create("curious");
    for (const path of [id, `${id}/results`, "batch_unknown", "batch_unknown/results"])
      expect(await problemOf(await get(path, other))).toMatchObject({ status: 404 });
  });
});
