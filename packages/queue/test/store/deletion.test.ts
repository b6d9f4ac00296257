import { Redis } from "ioredis";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";

import { tombstoneOf } from "../../src/generation/deletion/tombstone.ts";
import { openProducerQueue } from "../../src/producer/open-producer-queue.ts";
import { tenantQueue } from "../../src/producer/tenant-queue.ts";
import { ACCEPTED, answered, ARCHIVED, read, START, SUCCEEDED } from "../fixtures/generations.ts";
import type { OpenStore } from "../fixtures/open-store.ts";
import { NO_DELIVERY } from "../../src/generation/webhook/delivery.ts";
import { createDeliveries } from "../../src/webhooks/deliveries.ts";
import { openStore } from "../fixtures/open-store.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

let open: OpenStore;
beforeEach(async () => void (open = await openStore(redis)));

/** A generation that has succeeded, with an idempotency key. */
async function succeeded(): Promise<string> {
  const { store, fresh, begin } = open;
  const generation = { ...fresh(), metadata: { secret: "s3cr3t" } };
  await store.accept(generation, { key: "k", fingerprint: "f" });
  await begin(generation.id);
  for (const change of [answered(ACCEPTED), read(SUCCEEDED), ARCHIVED])
    await store.change(generation.id, change);
  return generation.id;
}

async function bury(id: string): Promise<void> {
  const generation = await open.store.get(id);
  const tombstone = generation && tombstoneOf(generation, START + 5);
  if (!generation || !tombstone) throw new Error(`${id} has not ended`);
  expect(await open.store.putTombstone(generation, tombstone)).toBe(true);
}

/** Everything that Redis holds, as text. */
async function everything(): Promise<string> {
  const names = await redis.keys(`${open.keys.prefix}:*`);
  const dumps = names.map(async (name) => {
    const type = await redis.type(name);
    if (type === "hash") return redis.hgetall(name);
    if (type === "zset") return redis.zrange(name, 0, "-1");
    return type === "list" ? redis.lrange(name, 0, "-1") : null;
  });
  return JSON.stringify(await Promise.all(dumps));
}

describe("a deleted generation", () => {
  it.each(["", "packed"])("is in no list, has no events and no content %s", async (form) => {
    const { store } = open;
    const id = await succeeded();
    if (form === "packed") await store.archived(id);
    await bury(id);
    expect(await store.get(id)).toBeNull();
    expect(await store.events(id)).toEqual([]);
    expect(await store.list({ limit: 9 })).toEqual([]);
    expect(await store.count({})).toBe(0);
    expect(await store.unarchivedSince()).toBeNull();
    expect(await everything()).not.toMatch(/s3cr3t|forest|video\.mp4/u);
  });

  it("leaves its costs, its tasks and its idempotency key until it is forgotten (G10)", async () => {
    const { store, fresh, keys } = open;
    const id = await succeeded();
    const day = new Date(START).toISOString().slice(0, 10);
    const costs = await store.costs([day]);
    await bury(id);
    expect(await store.costs([day])).toEqual(costs);
    expect(await store.ownersOf(["task-1"])).toEqual([id]);
    expect(await store.accept(fresh(), { key: "k", fingerprint: "f" })).toMatchObject({
      kind: "repeated",
      id,
    });
    expect(await store.tombstone(id)).toMatchObject({ id, tenant: "default", tasks: ["task-1"] });
    expect(await store.deletedBefore(START + 5, { offset: 0, limit: 9 })).toEqual([]);
    expect(await store.deletedBefore(START + 6, { offset: 0, limit: 9 })).toEqual([id]);
    expect(await store.endedBefore(START + 6, { offset: 0, limit: 9 })).toEqual([id]);
    await store.filesRemoved(id);
    expect(await store.deletedBefore(START + 6, { offset: 0, limit: 9 })).toEqual([]);
    await store.forget(id);
    expect(await store.ownersOf(["task-1"])).toEqual([null]);
    expect(await redis.exists(keys.generation(id))).toBe(0);
    expect(await store.accept(fresh(), { key: "k", fingerprint: "f" })).toEqual({
      kind: "accepted",
    });
  });

  it("is not made again by what its worker still writes", async () => {
    const { store, keys } = open;
    const { record } = createDeliveries({ redis, keys, now: () => START });
    const id = await succeeded();
    const attempt = {
      at: START,
      event: "succeeded",
      status: 500,
      error: "",
      latencyMs: 1,
    } as const;
    await record({ id, revision: null }, NO_DELIVERY, { ...attempt, nextAt: null });
    await bury(id);
    const done = { state: "delivered", attempts: 1, lastError: null, nextAt: null } as const;
    await record({ id, revision: null }, done, { ...attempt, nextAt: null });
    expect(await store.unarchivedSince()).toBeNull();
    expect(await redis.exists(keys.deliveries(id), keys.messages(id))).toBe(0);
    expect(await store.change(id, ARCHIVED)).toEqual({ kind: "missing" });
    expect(await store.get(id)).toBeNull();
  });

  it("is taken off the list of unarchived ones, where an earlier version has put it", async () => {
    const { store, keys } = open;
    const id = await succeeded();
    await bury(id);
    await redis.hset(keys.generation(id), "delivery", "{}");
    await redis.zadd(keys.unarchived, START, id);
    await store.archived(id);
    expect(await store.unarchivedSince()).toBeNull();
  });

  it("is not forgotten because it ended long ago", async () => {
    const { store, fresh } = open;
    const id = await succeeded();
    await bury(id);
    await store.forget(id, START + 5);
    expect(await store.tombstone(id)).not.toBeNull();
    expect(await store.accept(fresh(), { key: "k", fingerprint: "f" })).toMatchObject({
      kind: "repeated",
    });
    await store.forget(id, START + 6);
    expect(await store.tombstone(id)).toBeNull();
  });

  it("is the one that was read: a record that has changed meanwhile stays", async () => {
    const { store } = open;
    const id = await succeeded();
    const generation = await store.get(id);
    const tombstone = generation && tombstoneOf(generation, START + 5);
    if (!generation || !tombstone) throw new Error("it has not ended");
    const earlier = { ...generation, revision: generation.revision - 1 };
    expect(await store.putTombstone(earlier, tombstone)).toBe(false);
    expect(await store.get(id)).toEqual(generation);
  });

  it("has a revision of its own, so that a record which is back after a failover is noticed", async () => {
    const { keys } = open;
    const id = await succeeded();
    const before = Number(await redis.hget(keys.generation(id), "revision"));
    await bury(id);
    expect(Number(await redis.hget(keys.generation(id), "revision"))).toBe(before + 1);
    const confirmed = open.confirmed.at(-1);
    expect(confirmed).toEqual([keys.generation(id), before + 1]);
  });
});

it("is removed by its tenant alone, once it has ended, as often as it likes", async () => {
  const { store, accepted, keys } = open;
  const rules = { privateWebhookHosts: [], webhooksSigned: false };
  const queue = openProducerQueue(redis, keys.prefix, rules);
  const [id, waiting] = [await succeeded(), await accepted()];
  const [own, other] = [tenantQueue(queue, "default"), tenantQueue(queue, "films")];
  expect(await other.remove(id)).toEqual({ kind: "missing" });
  expect(await own.remove(waiting)).toMatchObject({ kind: "open", generation: { id: waiting } });
  for (let times = 0; times < 2; times += 1)
    expect(await own.remove(id)).toEqual({ kind: "removed" });
  expect(await other.remove(id)).toEqual({ kind: "missing" });
  expect(await own.remove("gen_unknown")).toEqual({ kind: "missing" });
  expect((await store.list({ limit: 9 })).map((one) => one.id)).toEqual([waiting]);
  await queue.close();
});
