// cspell:ignore modle

import type { Operation as BulkOperation } from "@dashqueue/queue/internal";
import {
  createBulkOperations,
  createDeliveries,
  createKeys,
  createWebhookEndpoints,
  NO_DELIVERY,
  openQueues,
} from "@dashqueue/queue/internal";
import { waitFor } from "@dashqueue/testing";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import { keepArchived } from "../fixtures/keep-archived.ts";
import { problemOf } from "../fixtures/problem.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";
import { ADMIN, adminOf } from "../fixtures/tenants.ts";

const redis = new Redis(inject("redisUrl"), { maxRetriesPerRequest: null });
let producer: RunningProducer;
beforeAll(async () => {
  producer = await startProducer({ adminTokens: [ADMIN], tokens: ["one"] });
});
afterAll(async () => {
  await producer[Symbol.asyncDispose]();
  await redis.quit();
});

type Headers = Readonly<Record<string, string>>;
const CALLER: Headers = { authorization: "Bearer one" };

interface Operation {
  readonly id: string;
  readonly status: string;
  readonly count: number;
  readonly done: number;
  readonly skipped: number;
  readonly failed: number;
  readonly waiting: { readonly reason: string } | null;
}
interface Preview {
  readonly count: number;
  readonly estimate: readonly { readonly amount: string; readonly currency: string }[];
  readonly confirm: { readonly as_of: string; readonly count: number };
}

const post = (path: string, body: unknown, headers: Headers = {}, { url } = producer) =>
  fetch(`${url}/v1/bulk${path}`, {
    method: "POST",
    headers: { ...CALLER, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

async function preview(asked: object, headers: Headers = {}): Promise<Preview> {
  const answer = await post("", { ...asked, dry_run: true }, headers);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Preview;
}

async function begin(body: object, headers: Headers = {}): Promise<Operation> {
  const answer = await post("", body, headers);
  expect(answer.status).toBe(202);
  const operation = (await answer.json()) as Operation;
  expect(answer.headers.get("location")).toBe(`/v1/bulk/${operation.id}`);
  return operation;
}

async function readBulk(id: string, headers: Headers = CALLER): Promise<Operation> {
  return (await (await producer.get(`/v1/bulk/${id}`, headers)).json()) as Operation;
}

async function finished({ id }: Operation, headers: Headers = CALLER): Promise<Operation> {
  await waitFor(async () => (await readBulk(id, headers)).status === "finished");
  return readBulk(id, headers);
}

/** Submits generations with this entry of `metadata`; returns their ids, the oldest first. */
async function submit(film: string, count: number, extras: object = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const answer = await producer.post({ ...EXAMPLE, metadata: { film }, ...extras }, CALLER);
    ids.push(((await answer.json()) as { id: string }).id);
  }
  return ids;
}

/** The generations with this entry, as records. */
async function recordsOf(film: string) {
  const { generations } = await producer.store.find({ metadata: { film }, limit: 100 });
  return generations;
}

const of = (film: string) => ({ metadata: { film } });

describe("regenerate", () => {
  it("spends a confirmation once, also without a key (G10)", async () => {
    const [id = ""] = await submit("confirmed", 1);
    await advance(producer.store, id, "succeeded");
    const asked = { action: "regenerate", filter: of("confirmed") };
    const { confirm } = await preview(asked);
    const first = await finished(await begin({ ...asked, confirm }));
    const again = await post("", { ...asked, confirm });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await again.json()).toEqual(first);
    const made = (await recordsOf("confirmed")).filter(({ regenerates }) => regenerates !== null);
    expect(made).toHaveLength(1);
  });

  it("shows the price first, and buys what was agreed to, once (G10)", async () => {
    const ids = await submit("again", 3);
    for (const id of ids.slice(0, 2)) await advance(producer.store, id, "succeeded");
    const asked = { action: "regenerate", filter: of("again") };
    const shown = await preview(asked);
    const price = { estimate: [{ amount: "7.00", currency: "CNY" }], unpriced: 0 };
    expect(shown).toMatchObject({ dry_run: true, count: 2, ...price });
    expect(shown.confirm).toMatchObject({ count: 2, ...price });
    expect(await recordsOf("again")).toHaveLength(3);

    const { errors } = await problemOf(await post("", asked));
    expect(errors?.map(({ path }) => path)).toEqual(["confirm"]);

    // What ends after the preview is left out.
    await advance(producer.store, ids[2] ?? "", "succeeded");
    const key = { "idempotency-key": "again-1" };
    const body = { ...asked, confirm: shown.confirm };
    const operations = await Promise.all([1, 2, 3].map(() => begin(body, key)));
    expect(new Set(operations.map(({ id }) => id)).size).toBe(1);
    const end = await finished(operations[0] as Operation);
    expect(end).toMatchObject({ count: 2, done: 2, failed: 0, filter: of("again"), ...price });
    const made = (await recordsOf("again")).filter(({ regenerates }) => regenerates !== null);
    expect(new Set(made.map(({ regenerates }) => regenerates))).toEqual(new Set(ids.slice(0, 2)));
    expect(made).toHaveLength(2);

    const repeated = await post("", body, key);
    expect(repeated.headers.get("idempotent-replayed")).toBe("true");
    expect(await repeated.json()).toEqual(end);
    const other = await post("", { ...body, filter: of("other") }, key);
    expect(await problemOf(other)).toMatchObject({ status: 409 });
    expect(await recordsOf("again")).toHaveLength(5);
  });

  it("does nothing if there is more to pay than was agreed to", async () => {
    const [id = ""] = await submit("dear", 1);
    await advance(producer.store, id, "succeeded");
    const asked = { action: "regenerate", filter: of("dear") };
    const { confirm } = await preview(asked);
    for (const less of [{ count: 0 }, { estimate: [] }]) {
      const problem = await problemOf(
        await post("", { ...asked, confirm: { ...confirm, ...less } }),
      );
      expect(problem).toMatchObject({ status: 409 });
      expect(problem.detail).toContain("Nothing was done");
    }
    expect(await recordsOf("dear")).toHaveLength(1);
  });

  it("goes on when a limit of the tenant allows it", async () => {
    const admin = adminOf(producer);
    const films = await admin.create("films", { limits: { max_queued: 2 } });
    for (const word of ["one", "two"]) {
      const body = { ...EXAMPLE, metadata: { word } };
      const { id } = (await (await producer.post(body, films)).json()) as { id: string };
      await advance(producer.store, id, "succeeded");
    }
    expect((await producer.post(EXAMPLE, films)).status).toBe(202);
    const asked = { action: "regenerate", filter: { status: "succeeded" } };
    const { confirm } = await preview(asked, films);
    const operation = await begin({ ...asked, confirm }, films);
    await waitFor(async () => (await readBulk(operation.id, films)).waiting !== null);
    expect(await readBulk(operation.id, films)).toMatchObject({
      status: "running",
      waiting: { reason: "max_queued" },
    });
    const stopping = await post(`/${operation.id}/cancel`, {}, films);
    expect(await stopping.json()).toMatchObject({ status: "canceling" });
    await waitFor(async () => (await readBulk(operation.id, films)).status === "canceled");
    expect((await readBulk(operation.id, films)).done).toBeLessThan(2);
    const again = await post(`/${operation.id}/cancel`, {}, films);
    expect(await again.json()).toMatchObject({ status: "canceled" });
  });
});

describe("delete", () => {
  it("removes what has ended with its files, once that is confirmed", async () => {
    const [first = "", second = ""] = await submit("gone", 2);
    await advance(producer.store, first, "succeeded");
    await keepArchived(producer, first, "0123456789");
    const asked = { action: "delete", filter: of("gone") };
    expect((await post("", asked)).status).toBe(400);
    const { confirm, count } = await preview(asked);
    expect(count).toBe(1);
    expect(await finished(await begin({ ...asked, confirm }))).toMatchObject({ done: 1 });
    expect((await producer.get(`/v1/generations/${first}`, CALLER)).status).toBe(404);
    expect((await producer.get(`/v1/generations/${second}`, CALLER)).status).toBe(200);
  });
});

describe("what changes nothing for good", () => {
  it("cancels what a filter finds", async () => {
    const ids = await submit("stop", 45);
    await advance(producer.store, ids[0] ?? "", "succeeded");
    const filter = { ...of("stop"), model: EXAMPLE.model };
    const end = await finished(await begin({ action: "cancel", filter }));
    expect(end).toMatchObject({ count: 44, done: 44, skipped: 0, estimate: [] });
    const left = (await recordsOf("stop")).filter(({ status }) => status !== "canceled");
    expect(left.map(({ id }) => id)).toEqual([ids[0]]);
  });

  it("archives again what waits for that", async () => {
    const [id = ""] = await submit("copy", 2);
    await advance(producer.store, id, "archiving");
    const asked = { action: "archive", filter: of("copy") };
    expect(await finished(await begin(asked))).toMatchObject({ count: 1, done: 1 });
  });

  it("delivers webhooks again that were given up", async () => {
    const webhook_url = "https://hooks.example/1";
    const ids = await submit("told", 2, { webhook_url });
    for (const id of ids) await advance(producer.store, id, "succeeded");
    const keys = createKeys(producer.prefix);
    const { record } = createDeliveries({ redis, keys, now: Date.now });
    const failed = { ...NO_DELIVERY, state: "failed", attempts: 12 } as const;
    const attempt = { at: 1, event: "succeeded", status: 500, error: "500", latencyMs: 1 } as const;
    await record({ id: ids[0] ?? "", revision: null }, failed, { ...attempt, nextAt: null });
    const asked = { action: "redeliver", filter: of("told") };
    expect(await finished(await begin(asked))).toMatchObject({ count: 1, done: 1 });
  });

  it("sends webhooks now that wait for a paused endpoint, none of them twice", async () => {
    const webhook_url = "https://waits.example/1";
    const [id = "", told = ""] = await submit("waits", 2, { webhook_url });
    for (const each of [id, told]) await advance(producer.store, each, "succeeded");
    const keys = createKeys(producer.prefix);
    const endpoints = createWebhookEndpoints(redis, keys);
    const to = { tenant: "default", url: webhook_url };
    for (let n = 0; n < 5; n += 1) {
      const failure = { error: "answered 502", isProbe: false, retryAfterMs: null };
      await endpoints.learn(to, { kind: "failed", generation: `gen_${n % 2}`, ...failure }, 0);
    }
    const queues = openQueues(redis, producer.prefix);
    const data = { generationId: id, model: EXAMPLE.model };
    const job = {
      stage: "notify",
      queue: "notify",
      id: `notify-${id}`,
      data,
      priority: 0,
    } as const;
    await queues.ensure({ ...job, delayMs: 600_000 });
    const { record } = createDeliveries({ redis, keys, now: Date.now });
    const waits = { attempts: 1, lastError: "answered 502", nextAt: 30_000, isPaused: true };
    await record({ id, revision: null }, { state: "pending", ...waits });
    await record({ id: told, revision: null }, { ...NO_DELIVERY, state: "delivered" });
    const asked = { action: "redeliver", filter: of("waits") };
    expect(await finished(await begin(asked))).toMatchObject({ count: 1, done: 1 });
    expect(await endpoints.enter(to, 1)).toEqual({ kind: "open" });
    const queue = new Queue("notify", { connection: redis, prefix: producer.prefix });
    expect(await queue.getJob(job.id)).toMatchObject({ delay: 0 });
    expect(await queue.getJob(`repeat-${id}`)).toBeUndefined();
    await Promise.all([queue.close(), queues.close()]);
  });

  it("finishes at once when there is nothing to do", async () => {
    const asked = { action: "cancel", filter: { status: ["succeeded"] } };
    expect(await finished(await begin(asked))).toMatchObject({ count: 0, done: 0 });
  });
});

it("cancels only what the preview has counted", async () => {
  const [first = ""] = await submit("counted", 1);
  const asked = { action: "cancel", filter: of("counted") };
  const { confirm } = await preview(asked);
  await waitFor(() => Date.now() > Date.parse(confirm.as_of));
  const [later = ""] = await submit("counted", 1);
  await advance(producer.store, first, "succeeded");
  expect(await finished(await begin({ ...asked, confirm }))).toMatchObject({ count: 0 });
  const statuses = new Map((await recordsOf("counted")).map(({ id, status }) => [id, status]));
  expect(statuses.get(later)).toBe("queued");
});

it("waits while its tenant is disabled", async () => {
  const admin = adminOf(producer);
  const headers = await admin.create("paused");
  const submitted = await producer.post({ ...EXAMPLE, metadata: { film: "paused" } }, headers);
  expect(submitted.status).toBe(202);
  const keys = createKeys(producer.prefix);
  const operations = createBulkOperations({ redis, keys, confirm: async () => {} });
  const { id } = (await submitted.json()) as { id: string };
  await admin.send("POST", "/paused/disable");
  const operation: BulkOperation = {
    id: "bulk_paused",
    tenant: "paused",
    action: "cancel",
    filter: {},
    createdAt: 0,
    count: 1,
    estimate: [],
    unpriced: 0,
    selection: "paused",
  };
  await operations.create(operation, [id]);
  const progress = async () => (await operations.get(operation.id))?.progress;
  await waitFor(async () => (await progress())?.waiting, { timeoutMs: 60_000 });
  expect(await operations.get(operation.id)).toMatchObject({
    progress: { passed: 0, waiting: { reason: "disabled" } },
  });
  await operations.cancel(operation.id);
  await waitFor(async () => (await progress())?.finishedAt, { timeoutMs: 60_000 });
});

describe("a bulk operation", () => {
  it("continues in another process", async () => {
    const ids = await submit("moved", 3);
    producer.closing.abort();
    await using other = await startProducer({ prefix: producer.prefix, tokens: ["one"] });
    const answer = await post("", { action: "cancel", filter: of("moved") });
    const { id } = (await answer.json()) as Operation;
    await waitFor(async () => {
      const read = await other.get(`/v1/bulk/${id}`, CALLER);
      return ((await read.json()) as Operation).status === "finished";
    });
    const statuses = (await recordsOf("moved")).map(({ status }) => status);
    expect(statuses).toEqual(ids.map(() => "canceled"));
  });

  it("is unknown to others, and acts on nothing of others", async () => {
    const [id = ""] = await submit("mine", 1);
    const own = await begin({ action: "cancel", filter: { status: "running" } });
    const curious = await adminOf(producer).create("curious");
    const statuses = [
      (await producer.get(`/v1/bulk/${own.id}`, curious)).status,
      (await producer.get("/v1/bulk/bulk_1", curious)).status,
      (await post(`/${own.id}/cancel`, {}, curious)).status,
    ];
    expect(statuses).toEqual([404, 404, 404]);
    expect(await preview({ action: "cancel", filter: of("mine") }, curious)).toMatchObject({
      count: 0,
    });
    expect((await producer.store.get(id))?.status).toBe("queued");
  });

  it.each([
    [{}, ["action", "filter"]],
    [{ action: "resolve", filter: { q: "a" } }, ["action"]],
    [{ action: "cancel", filter: {} }, ["filter"]],
    [{ action: "cancel", filter: { status: "done" } }, ["filter.status"]],
    [{ action: "cancel", filter: { modle: "a" } }, ["filter.modle"]],
    [{ action: "cancel", filter: { model: 5 } }, ["filter.model"]],
    [{ action: "cancel", filter: { tenant: "films" } }, ["filter.tenant"]],
    [{ action: "cancel", filter: { created_after: "today" } }, ["filter.created_after"]],
    [{ action: "cancel", filter: { q: "a" }, confirm: { count: -1 } }, null],
  ])("refuses %j, and names what is wrong", async (body, paths) => {
    const problem = await problemOf(await post("", body));
    expect(problem.status).toBe(400);
    if (paths !== null) expect(problem.errors?.map(({ path }) => path)).toEqual(paths);
  });

  it("refuses a key that is too long", async () => {
    const key = { "idempotency-key": "x".repeat(256) };
    expect((await post("", { action: "cancel", filter: { q: "a" } }, key)).status).toBe(400);
  });
});

describe("a filter", () => {
  it.each(['{"metadata":{}}', '{"metadata":{"__proto__":"x"}}', "{}"])(
    "%s finds nothing instead of everything",
    async (filter) => {
      const answer = await fetch(`${producer.url}/v1/bulk`, {
        method: "POST",
        headers: { ...CALLER, "content-type": "application/json" },
        body: `{"action":"cancel","filter":${filter}}`,
      });
      expect(answer.status).toBe(400);
    },
  );
});
