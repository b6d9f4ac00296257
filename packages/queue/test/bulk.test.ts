import { readFileSync } from "node:fs";

import { rememberServer, testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";

import type { ActQueue } from "../src/bulk/act.ts";
import type { Operation } from "../src/bulk/operation.ts";
import type { BulkOperations } from "../src/bulk/operations.ts";
import { createBulkOperations } from "../src/bulk/operations.ts";
import { runOperation } from "../src/bulk/run-operation.ts";
import { openProducerQueue } from "../src/producer/open-producer-queue.ts";
import type { ProducerQueue } from "../src/producer/producer-queue.ts";
import { tenantQueue } from "../src/producer/tenant-queue.ts";
import type { Keys } from "../src/store/keys.ts";
import { createKeys } from "../src/store/keys.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const example: unknown = JSON.parse(
  readFileSync(new URL("../../../examples/image-reference.json", import.meta.url), "utf8"),
);

let keys: Keys;
let queue: ProducerQueue;
let operations: BulkOperations;
let confirmed: unknown[];
beforeEach(async () => {
  const { prefix } = testRedis();
  await rememberServer(redis, prefix);
  keys = createKeys(prefix);
  queue = openProducerQueue(redis, prefix, { privateWebhookHosts: [], webhooksSigned: false });
  confirmed = [];
  const confirm = async (...given: unknown[]) => void confirmed.push(given);
  operations = createBulkOperations({ redis, keys, confirm });
});

const operationOf = (ids: readonly string[], given: Partial<Operation> = {}): Operation => ({
  id: "bulk_1",
  tenant: "default",
  action: "regenerate",
  filter: { status: ["canceled"] },
  createdAt: 1_000,
  count: ids.length,
  estimate: [],
  unpriced: 0,
  selection: "first",
  ...given,
});

/** Submits generations and ends them, free of charge. */
async function ended(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const made = await queue.enqueue(example);
    if (made.kind !== "accepted") throw new Error(JSON.stringify(made));
    await queue.cancel(made.generation.id);
    ids.push(made.generation.id);
  }
  return ids;
}

function run(id = "bulk_1", changes: { holder?: string; queue?: Partial<ActQueue> } = {}) {
  const { holder = "one" } = changes;
  return runOperation(
    {
      operations,
      queueOf: (tenant) => ({ ...tenantQueue(queue, tenant), ...changes.queue }),
      holder,
      now: queue.now,
      onError: () => {},
      closing: new AbortController().signal,
    },
    id,
  );
}

/** A process that is killed after this number of writes. */
function killedAfter(writes: number, proceed: BulkOperations["proceed"]) {
  let made = 0;
  return async (...given: Parameters<typeof proceed>) => {
    made += 1;
    if (made > writes) throw new Error("killed");
    return proceed(...given);
  };
}

/** Of each generation, how often it was regenerated. */
async function repeats(): Promise<number[]> {
  const { generations } = await queue.store.find({ status: "queued", limit: 100 });
  const counts = Map.groupBy(generations, ({ regenerates }) => regenerates);
  return [...counts.values()].map((made) => made.length);
}

describe("an operation", () => {
  it("is stored once, with its generations, and its keys expire in the end", async () => {
    const ids = Array.from({ length: 1_100 }, (_, index) => `gen_${index}`);
    const created = await operations.create(operationOf(ids), ids);
    expect(created).toMatchObject({ operation: operationOf(ids), revision: 0, isCanceled: false });
    expect(confirmed).toEqual([[keys.bulkOperation("bulk_1"), 0]]);
    const second = await operations.create(operationOf(ids, { selection: "second" }), ids);
    expect(second.operation.selection).toBe("first");
    expect(await redis.exists(keys.bulkSelection("second"))).toBe(0);
    // The same command again, because its answer was lost.
    expect(await operations.known("bulk_1")).toEqual(created);
    expect(await operations.next(created, 2)).toEqual(ids.slice(0, 2));
    expect(await redis.pttl(keys.bulkSelection("first"))).toBe(-1);

    const { progress } = created;
    expect(await operations.proceed(created, { ...progress, finishedAt: 5 })).toBe(true);
    expect(await operations.open()).toEqual([]);
    expect(await redis.exists(keys.bulkSelection("first"))).toBe(0);
    expect(await redis.pttl(keys.bulkOperation("bulk_1"))).toBeGreaterThan(0);
    // A process that hung before does not set it back.
    expect(await operations.proceed(created, progress)).toBe(false);
  });

  it("is not created without its generations", async () => {
    const losing = new Proxy(redis, {
      get: (target, name: keyof Redis) =>
        name === "pexpire" ? (key: string) => redis.del(key) : target[name],
    });
    const failing = createBulkOperations({ redis: losing, keys, confirm: async () => {} });
    const creating = failing.create(operationOf(["gen_1"]), ["gen_1"]);
    await expect(creating).rejects.toThrow("repeat the request");
    expect(await operations.get("bulk_1")).toBeNull();
    await operations.cancel("bulk_1");
    expect(await operations.known("bulk_1")).toBeNull();
    expect(await run()).toBe(false);
  });

  it("is run by one process at a time", async () => {
    expect(await operations.lease("bulk_1", "one")).toBe(true);
    expect(await operations.lease("bulk_1", "two")).toBe(false);
    await operations.release("bulk_1", "one");
    expect(await operations.lease("bulk_1", "two")).toBe(true);
  });
});

describe("a process that runs an operation", () => {
  it("names who began it in the history of what it cancels", async () => {
    const made = await queue.enqueue(example);
    if (made.kind !== "accepted") throw new Error(JSON.stringify(made));
    const { id } = made.generation;
    await operations.create(operationOf([id], { action: "cancel", by: "ada" }), [id]);
    await run();
    expect((await queue.store.events(id)).at(-1)?.detail).toEqual({ by: "ada" });
  });

  it("lets others have their turn, and finishes", async () => {
    const ids = await ended(230);
    await operations.create(operationOf(ids, { action: "cancel" }), ids);
    expect(await run()).toBe(true);
    expect((await operations.get("bulk_1"))?.progress.passed).toBe(200);
    expect(await run("bulk_1", { holder: "two" })).toBe(false);
    const { progress } = (await operations.get("bulk_1"))!;
    expect(progress).toMatchObject({ passed: 230, skipped: 230, finishedAt: expect.any(Number) });
    expect(await run()).toBe(false);
  });

  it("may crash at any moment: nothing is regenerated twice (G10)", async () => {
    const ids = await ended(50);
    await operations.create(operationOf(ids), ids);
    const proceed = operations.proceed.bind(operations);
    // Acted on, but not counted.
    operations = { ...operations, proceed: killedAfter(1, proceed) };
    await expect(run()).rejects.toThrow("killed");
    expect(await repeats()).toHaveLength(20);
    // One that hung comes back when another one has taken its place.
    operations = { ...operations, proceed, lease: () => Promise.resolve(true) };
    await Promise.all([run(), run("bulk_1", { holder: "two" })]);
    expect(await repeats()).toEqual(ids.map(() => 1));
    expect((await operations.get("bulk_1"))?.progress).toMatchObject({ done: 50, failed: 0 });
  });

  it("meets an error again, and says that it waits", async () => {
    const ids = await ended(1);
    await operations.create(operationOf(ids), ids);
    const broken = { regenerate: () => Promise.reject(new Error("10.0.0.1 refused")) };
    expect(await run("bulk_1", { queue: broken })).toBe(false);
    const waiting = await operations.get("bulk_1");
    expect(waiting?.progress).toMatchObject({ passed: 0, errors: 1, waiting: { reason: "error" } });
    // Its time has not come.
    expect(await run()).toBe(false);
    expect((await operations.get("bulk_1"))?.progress.passed).toBe(0);
  });

  it("counts what is refused for good, and what is gone", async () => {
    const ids = [...(await ended(2)), "gen_unknown"];
    await operations.create(operationOf(ids), ids);
    const refusals = [
      { kind: "refused", refusal: { reason: "model", model: "m" } },
      { kind: "invalid", problems: [{ path: "model", message: "is retired" }] },
    ] as const;
    const own = tenantQueue(queue, "default");
    const regenerate: ActQueue["regenerate"] = async (id, options) =>
      refusals[ids.indexOf(id)] ?? own.regenerate(id, options);
    await run("bulk_1", { queue: { regenerate } });
    expect((await operations.get("bulk_1"))?.progress).toMatchObject({
      failed: 2,
      skipped: 1,
      failures: [
        { id: ids[0], message: "The tenant may not use the model m." },
        { id: ids[1], message: "model is retired" },
      ],
    });
  });

  it("says that generations are left when Redis has lost their ids", async () => {
    const ids = await ended(2);
    const { operation } = await operations.create(operationOf(ids), ids);
    await redis.del(keys.bulkSelection(operation.selection));
    await run();
    expect((await operations.get("bulk_1"))?.progress).toMatchObject({
      passed: 2,
      failed: 2,
      failures: [{ message: expect.stringContaining("lost the ids of 2 generations") }],
    });
  });

  it("counts a page that took longer than its lease once, even after a cancel", async () => {
    const ids = await ended(3);
    await operations.create(operationOf(ids), ids);
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const regenerate: ActQueue["regenerate"] = async (id, options) => {
      begin();
      await released;
      return tenantQueue(queue, "default").regenerate(id, options);
    };
    const { lease } = operations;
    operations = { ...operations, lease: async () => true };
    const slow = run("bulk_1", { queue: { regenerate } });
    await begun;
    operations = { ...operations, lease };
    await operations.release("bulk_1", "one");
    await operations.cancel("bulk_1");
    await run("bulk_1", { holder: "two" });
    const stopped = await operations.get("bulk_1");
    expect(stopped?.progress).toMatchObject({ passed: 3, done: 3, finishedAt: expect.any(Number) });
    release();
    expect(await slow).toBe(false);
    expect(await operations.get("bulk_1")).toEqual(stopped);
    expect(await repeats()).toEqual([1, 1, 1]);
  });

  it("counts what a process had begun that died before the operation was canceled", async () => {
    const ids = await ended(30);
    await operations.create(operationOf(ids), ids);
    const { regenerate } = tenantQueue(queue, "default");
    const { proceed } = operations;
    operations = { ...operations, proceed: killedAfter(1, proceed) };
    const half: ActQueue["regenerate"] = async (id, options) => {
      if (ids.indexOf(id) >= 5) throw new Error("killed");
      return regenerate(id, options);
    };
    await expect(run("bulk_1", { queue: { regenerate: half } })).rejects.toThrow("killed");
    expect(await repeats()).toHaveLength(5);
    operations = { ...operations, proceed };
    await operations.cancel("bulk_1");
    expect(await run("bulk_1", { holder: "two" })).toBe(false);
    const state = await operations.get("bulk_1");
    expect(state?.progress).toMatchObject({ passed: 20, done: 20, finishedAt: expect.any(Number) });
    expect(await repeats()).toHaveLength(20);
  });

  it.each<[string, ActQueue["regenerate"], object]>([
    [
      "the tenant has room",
      async () => ({ kind: "refused", refusal: { reason: "max_queued", limit: 1 } }),
      { passed: 2, done: 1, skipped: 1, failed: 0 },
    ],
    [
      "errors pass",
      () => Promise.reject(new Error("10.0.0.1 refused")),
      { passed: 20, done: 1, skipped: 1, failed: 18 },
    ],
  ])("buys nothing after a cancel while it waits until %s", async (_, refuse, counted) => {
    const ids = [...(await ended(19)), "gen_unknown"];
    await operations.create(operationOf(ids), ids);
    const { regenerate } = tenantQueue(queue, "default");
    const full: ActQueue["regenerate"] = async (id, options) =>
      id === ids[0] || id === ids[19] ? regenerate(id, options) : refuse(id, options);
    expect(await run("bulk_1", { queue: { regenerate: full } })).toBe(false);
    expect((await operations.get("bulk_1"))?.progress).toMatchObject({ passed: 1, done: 1 });
    await operations.cancel("bulk_1");
    expect(await run()).toBe(false);
    expect((await operations.get("bulk_1"))?.progress).toMatchObject({
      ...counted,
      finishedAt: expect.any(Number),
    });
    expect(await repeats()).toEqual([1]);
  });

  it("acts once on what comes after one that waits", async () => {
    const ids = await ended(3);
    await operations.create(operationOf(ids), ids);
    const { regenerate } = tenantQueue(queue, "default");
    const acted: string[] = [];
    const failing: ActQueue["regenerate"] = async (id, options) => {
      acted.push(id);
      if (acted.length === 1) throw new Error("10.0.0.1 refused");
      return regenerate(id, options);
    };
    await run("bulk_1", { queue: { regenerate: failing } });
    const waiting = (await operations.get("bulk_1"))!;
    await operations.proceed(waiting, { ...waiting.progress, waiting: null });
    await run("bulk_1", { queue: { regenerate: failing } });
    expect((await operations.get("bulk_1"))?.progress).toMatchObject({ passed: 3, done: 3 });
    expect(acted).toEqual([...ids, ids[0]]);
  });

  it("ends an operation that its caller has canceled", async () => {
    const ids = await ended(3);
    await operations.create(operationOf(ids), ids);
    await operations.cancel("bulk_1");
    expect(await run()).toBe(false);
    expect(await operations.get("bulk_1")).toMatchObject({
      isCanceled: true,
      progress: { passed: 0, finishedAt: expect.any(Number) },
    });
    expect(await repeats()).toEqual([]);
  });
});
