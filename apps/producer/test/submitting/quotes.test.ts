import type { GenerationView } from "@dashqueue/queue/internal";
import {
  bucketOf,
  createKeys,
  createTaskDurations,
  createWorkerReports,
} from "@dashqueue/queue/internal";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

import { EXAMPLE } from "../fixtures/example.ts";
import { mediaFile } from "../fixtures/media-server.ts";
import { problemOf } from "../fixtures/problem.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";
import { ADMIN, adminOf } from "../fixtures/tenants.ts";

const redis = new Redis(inject("redisUrl"));
let producer: RunningProducer;
let headers: { readonly authorization: string };
beforeAll(async () => {
  producer = await startProducer({ adminTokens: [ADMIN] });
  const limits = { max_in_flight: 3, max_queued: 3, submits_per_minute: 60 };
  headers = await adminOf(producer).create("films", { weight: 2, limits });
});
afterAll(async () => {
  await producer[Symbol.asyncDispose]();
  await redis.quit();
});

interface Quote {
  readonly refused: unknown;
  readonly queue: { readonly position: number; readonly eta_seconds: unknown };
}

const ask = async (extras: object = {}, sent: Record<string, string> = {}) => {
  const answer = await producer.post(
    { ...EXAMPLE, ...extras, dry_run: true },
    { ...headers, ...sent },
  );
  return { status: answer.status, quote: (await answer.json()) as Quote };
};

/** Everything in Redis, without what says when a key or a tenant was used last. */
async function everything(): Promise<unknown> {
  const names = (await redis.keys(`${producer.prefix}*`)).filter((name) => !/api-key/.test(name));
  const values = await Promise.all(
    names.toSorted().map(async (name) => [name, await redis.dump(name)]),
  );
  return values;
}

it("quotes what a submission would get, and stores nothing", async () => {
  const before = await everything();
  const { status, quote } = await ask({}, { "idempotency-key": "order-1" });
  expect(status).toBe(200);
  expect(quote).toEqual({
    dry_run: true,
    model: EXAMPLE.model,
    estimate: {
      amount: "3.50",
      currency: "CNY",
      basis: {
        units: 5,
        unit: "second",
        per_unit: { amount: expect.any(String), currency: "CNY" },
        tier: expect.anything(),
        region: "cn-beijing",
        as_of: expect.any(String),
      },
    },
    ignored: [],
    refused: null,
    waiting: null,
    limits: {
      lanes: [],
      tenant: {
        max_in_flight: 3,
        in_flight: 0,
        max_queued: 3,
        queued: 0,
        submits_per_minute: 60,
        submitted: 0,
      },
      spending: { daily: null, monthly: null },
    },
    queue: { position: 1, eta_seconds: null },
  });
  expect(await everything()).toEqual(before);
  // The key is still unused: another request can have it.
  const other = { ...EXAMPLE, metadata: { order: "1" } };
  const bought = await producer.post(other, { ...headers, "idempotency-key": "order-1" });
  expect([bought.status, bought.headers.get("idempotent-replayed")]).toEqual([202, null]);
});

it("names problems like those of a real request, and stores no file", async () => {
  const before = await everything();
  const wrong = { ...EXAMPLE, input: { function: "image_reference" }, shade: "red" };
  const [real, dry] = await Promise.all(
    [false, true].map(async (dry_run) =>
      problemOf(await producer.post({ ...wrong, dry_run }, headers)),
    ),
  );
  expect(dry).toEqual(real);
  expect(dry?.status).toBe(400);
  for (const dry_run of ["yes", 1])
    expect(await problemOf(await producer.post({ ...EXAMPLE, dry_run }, headers))).toMatchObject({
      errors: [{ path: "dry_run" }],
    });
  const bytes = mediaFile("image.png").toString("base64");
  const url = `data:image/png;base64,${bytes}`;
  const input = { ...EXAMPLE.input, ref_images_url: [url] };
  expect((await ask({ input })).status).toBe(200);
  const missing = { ...input, ref_images_url: ["upload://upl_01KAQ3XW8J5T6V9E2YB7N4M1RC"] };
  expect((await ask({ input: missing })).status).toBe(400);
  expect(await everything()).toEqual(before);
});

it("shows the place in line and when its turn comes, in the quote and in the generation", async () => {
  const keys = createKeys(producer.prefix);
  const { model } = EXAMPLE;
  const limits = { [model]: { submitsPerSecond: 2, maxInFlight: 1 } };
  const baseUrl = "https://dashscope.aliyuncs.com/api/v1";
  const reports = createWorkerReports(redis, keys, "worker-1");
  await reports.exchange({ main: { baseUrl, limits, feedAhead: 0, keyRefused: null } });
  const durations = createTaskDurations(redis, keys);
  for (let tasks = 0; tasks < 10; tasks += 1) await durations.add(model, [""], bucketOf(60_000));
  const slots = keys.slots({ account: "main", model });
  await redis.sadd(slots, "gen_running");

  const submit = async () => {
    const answer = await producer.post(EXAMPLE, headers);
    return ((await answer.json()) as GenerationView).id;
  };
  const id = await submit();
  const read = async () =>
    (await (await producer.get(`/v1/generations/${id}`, headers)).json()) as GenerationView;
  const { quote } = await ask();
  expect(quote).toMatchObject({
    limits: { lanes: [{ account: "main", max_in_flight: 1, in_flight: 1 }], tenant: { queued: 2 } },
    queue: { position: 3, eta_seconds: { p50: expect.any(Number), p90: expect.any(Number) } },
  });
  expect((await ask({ priority: 9 })).quote.queue.position).toBe(1);
  const waiting = await read();
  expect(waiting.queue).toMatchObject({ position: 2 });
  const eta = waiting.queue?.eta_seconds;
  expect(eta?.p50).toBeGreaterThan(60);
  expect(eta?.p90).toBeGreaterThan(eta?.p50 ?? 0);

  await submit();
  expect((await ask()).quote.refused).toEqual({
    reason: "max_queued",
    limit: 3,
    resets_in_seconds: null,
  });
  await redis.hset(keys.account("main"), "probeAt", "1");
  expect((await ask()).quote.queue.eta_seconds).toBeNull();
  await producer.store.change(id, { kind: "cancel-requested" });
  expect((await read()).queue).toBeNull();
});

it("says that a budget has no room, for now or ever", async () => {
  const admin = adminOf(producer);
  const ask = async (amount: string) => {
    const id = `budget-${amount.replace(".", "-")}`;
    const daily_spend = { amount, currency: "CNY" };
    const sent = await admin.create(id, { limits: { daily_spend } });
    const answer = await producer.post({ ...EXAMPLE, dry_run: true }, sent);
    return (await answer.json()) as object;
  };
  expect(await ask("3.50")).toMatchObject({ refused: null, waiting: null });
  expect(await ask("3.49")).toMatchObject({
    refused: null,
    waiting: {
      reason: "tenant_limit",
      message: "it may cost more than the whole of its tenant's daily_spend of 3.49 CNY",
      next_try: null,
      help: expect.stringContaining("#tenant_limit"),
    },
    queue: { eta_seconds: null },
  });
});
