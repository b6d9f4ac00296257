import { describe, expect, it } from "vitest";

import type { ClientOptions } from "../src/index.ts";
import { createDashqueueClient } from "../src/index.ts";
import type { TestServer } from "./fixtures/start-server.ts";
import { cut, json, startServer } from "./fixtures/start-server.ts";

const FILM = { model: "wan2.6-t2v", input: { prompt: "Rain" } };
const BATCH = { id: "batch_1", count: 2, ended: 0, status: "running" };
const OPERATION = { id: "bulk_1", count: 2, done: 0, status: "running" };
const REPLAYED = { "Idempotent-Replayed": "true" };

const clientOf = ({ url }: TestServer, options: Partial<ClientOptions> = {}) =>
  createDashqueueClient({ url, ...options });

describe("a batch", () => {
  it("is sent as JSON Lines, and again with the same key when its answer is lost", async () => {
    await using server = await startServer(cut, json(202, BATCH, REPLAYED));
    const submitted = await clientOf(server).batches.submit([FILM, FILM]);
    expect(submitted).toEqual({ batch: BATCH, isReplay: true });
    const [first, second] = server.received;
    expect(first).toMatchObject({ method: "POST", path: "/v1/batches" });
    expect(first?.headers["content-type"]).toBe("application/jsonl");
    expect(first?.body).toBe(`${JSON.stringify(FILM)}\n${JSON.stringify(FILM)}`);
    expect(second?.headers["idempotency-key"]).toBe(first?.headers["idempotency-key"]);
    expect(second?.body).toBe(first?.body);
  });

  it("is quoted without a key, from a text", async () => {
    await using server = await startServer(json(200, { dry_run: true, count: 1 }));
    const quote = await clientOf(server).batches.quote('{"model": "m"}\n');
    expect(quote).toMatchObject({ count: 1 });
    expect(server.received[0]).toMatchObject({
      path: "/v1/batches?dry_run=true",
      body: '{"model": "m"}\n',
    });
    expect(server.received[0]?.headers).not.toHaveProperty("idempotency-key");
  });

  it("is waited for until all have ended", async () => {
    const ended = { ...BATCH, ended: 2, status: "ended" };
    await using server = await startServer(json(200, BATCH), json(200, ended));
    const seen: number[] = [];
    const batch = await clientOf(server).batches.wait("batch_1", {
      pollMs: 1,
      onProgress: ({ ended }) => void seen.push(ended),
    });
    expect([batch, seen]).toEqual([ended, [0]]);
  });

  it("has results, line by line", async () => {
    await using server = await startServer((response) => {
      response.writeHead(200, { "Content-Type": "application/x-ndjson" });
      response.write('{"index":0,"id":"a","generation":{"model":"é');
      response.end('"}}\n{"index":1,"id":"b","generation":null}\n');
    });
    const lines: unknown[] = [];
    for await (const line of clientOf(server).batches.results("batch_1")) lines.push(line);
    expect(lines).toEqual([
      { index: 0, id: "a", generation: { model: "é" } },
      { index: 1, id: "b", generation: null },
    ]);
  });

  it("says that its results broke off", async () => {
    await using server = await startServer((response) => {
      response.writeHead(200, { "Content-Length": 1_000 });
      response.write('{"index":0}\n', () => response.destroy());
    });
    const read = async () => {
      for await (const { index } of clientOf(server).batches.results("batch_1"))
        expect(index).toBe(0);
    };
    await expect(read()).rejects.toMatchObject({ kind: "unreachable", detail: /Read them again/ });
  });

  it("is canceled, even when the first answer is lost", async () => {
    await using server = await startServer(cut, json(200, BATCH));
    expect(await clientOf(server).batches.cancel("batch_1")).toEqual(BATCH);
    expect(server.received[1]?.path).toBe("/v1/batches/batch_1/cancel");
  });
});

describe("a bulk operation", () => {
  it("is previewed, then started with what was shown", async () => {
    const confirm = { as_of: "2026-11-27T08:00:00.000Z", count: 2, estimate: [], unpriced: 0 };
    await using server = await startServer(
      json(200, { dry_run: true, confirm }),
      cut,
      json(202, OPERATION),
    );
    const { bulk } = clientOf(server);
    const filter = { status: "failed", metadata: { order: "1" }, words: "rain" } as const;
    const preview = await bulk.preview("regenerate", filter);
    const started = await bulk.start("regenerate", filter, { confirm: preview.confirm });
    expect(started).toEqual({ operation: OPERATION, isReplay: false });
    const sent = { status: ["failed"], metadata: { order: "1" }, q: "rain" };
    const bodies = server.received.map(({ body }): unknown => JSON.parse(body));
    const asked = { action: "regenerate", filter: sent };
    expect(bodies).toEqual([
      { ...asked, dry_run: true },
      { ...asked, confirm },
      { ...asked, confirm },
    ]);
    const keys = server.received.map(({ headers }) => headers["idempotency-key"]);
    expect(keys[0]).toBeUndefined();
    expect(keys[1]).toBe(keys[2]);
  });

  it("is waited for until it has finished or was canceled", async () => {
    const canceled = { ...OPERATION, status: "canceled" };
    await using server = await startServer(json(200, OPERATION), json(200, canceled));
    const { bulk } = clientOf(server);
    expect(await bulk.wait("bulk_1", { pollMs: 1 })).toEqual(canceled);
    await bulk.cancel("bulk_1");
    expect(server.received[2]).toMatchObject({ method: "POST", path: "/v1/bulk/bulk_1/cancel" });
  });
});

describe("a submission that waits for its end", () => {
  it("asks the server to hold the answer, and waits for it", async () => {
    const ended = { id: "gen_1", status: "succeeded" };
    await using server = await startServer(json(200, ended));
    const { generation } = await clientOf(server).submit(FILM, { waitSeconds: 60 });
    expect(generation).toEqual(ended);
    expect(server.received[0]?.headers["prefer"]).toBe("wait=60");
  });
});

it("lists and ends the bulk operations of tenants", async () => {
  const operation = { id: "bulk_1", tenant: "films" };
  await using server = await startServer(json(200, { data: [operation] }), json(200, operation));
  const { tenants } = clientOf(server);
  expect(await tenants.bulkOperations()).toEqual([operation]);
  expect(await tenants.cancelBulk("bulk_1")).toEqual(operation);
  expect(server.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /v1/admin/bulk",
    "POST /v1/admin/bulk/bulk_1/cancel",
  ]);
});

it("adds and removes webhook secrets of a tenant", async () => {
  await using server = await startServer(
    json(201, { id: "whs_1", secret: "whsec_1" }),
    json(200, { data: [{ id: "whs_1" }] }),
    (response) => response.writeHead(204).end(),
  );
  const { tenants } = clientOf(server);
  expect(await tenants.addWebhookSecret("films")).toMatchObject({ secret: "whsec_1" });
  expect(await tenants.webhookSecrets("films")).toEqual([{ id: "whs_1" }]);
  await tenants.removeWebhookSecret("films", "whs_1");
  expect(server.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /v1/admin/tenants/films/webhook-secrets",
    "GET /v1/admin/tenants/films/webhook-secrets",
    "DELETE /v1/admin/tenants/films/webhook-secrets/whs_1",
  ]);
});
