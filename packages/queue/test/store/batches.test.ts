import { Redis } from "ioredis";
import { afterAll, beforeEach, expect, inject, it } from "vitest";

import type { Batch } from "../../src/generation/batch/batch.ts";
import { batchIdOf, generationIdIn } from "../../src/generation/batch/batch-id.ts";
import { tombstoneOf } from "../../src/generation/deletion/tombstone.ts";
import type { NewBatch } from "../../src/store/batch/batches.ts";
import { createGenerationStore } from "../../src/store/generation-store.ts";
import { cancel } from "../fixtures/changes.ts";
import { queued, START } from "../fixtures/generations.ts";
import type { OpenStore } from "../fixtures/open-store.ts";
import { openStore } from "../fixtures/open-store.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

let open: OpenStore;
beforeEach(async () => void (open = await openStore(redis)));

const ID = batchIdOf("01JDBX9Y0Z8Q6W5R4T3V2B1N0M");

function batchOf(count: number, id = ID): NewBatch {
  const batch: Batch = {
    id,
    tenant: "default",
    createdAt: START,
    count,
    estimate: [],
    unpriced: 0,
  };
  const generations = Array.from({ length: count }, (_, index) =>
    queued({ id: generationIdIn(id, index), batch: id }),
  );
  const idempotency = { key: "k", fingerprint: "f" };
  return { batch, generations, idempotency, unknownModels: new Set(), mostModels: null };
}

it("puts the generations into the line in their order, and accepts them once", async () => {
  const { store, keys } = open;
  const wanted = batchOf(450);
  expect(await store.acceptBatch(wanted)).toEqual({ kind: "accepted" });
  const ids = wanted.generations.map(({ id }) => id);
  const { model } = wanted.generations[0]!.request;
  expect(await redis.zrange(keys.line(model, "default"), 0, "-1")).toEqual(ids);
  expect(await store.batchStatuses(ID)).toMatchObject({ queued: 450, running: 0 });
  expect(await store.batch(ID)).toEqual(wanted.batch);
  expect(await redis.pttl(keys.generation(ids[0]!))).toBe(-1);
  const again = batchOf(2, batchIdOf("01JDBX9Y0Z8Q6W5R4T3V2B2AAA"));
  expect(await store.acceptBatch(again)).toEqual({ kind: "repeated", id: ID, fingerprint: "f" });
  expect(await store.get(again.generations[0]!.id)).toBeNull();
  expect(await store.count({})).toBe(450);
});

it("stays when the script runs again because its answer was lost", async () => {
  const { store, keys, confirmed } = open;
  const wanted = batchOf(3);
  await store.acceptBatch(wanted);
  expect(await store.acceptBatch(wanted)).toEqual({ kind: "accepted" });
  expect(await store.get(wanted.generations[2]!.id)).toEqual(wanted.generations[2]);
  expect(await store.batchStatuses(ID)).toMatchObject({ queued: 3 });
  expect(await store.batchOf("k")).toEqual({ id: ID, fingerprint: "f" });
  // A repeat confirms the first write, which may not have been confirmed (G9).
  expect(confirmed).toEqual([1, 2, 3].map(() => [keys.batch(ID), 0]));
});

it("remembers by when each generation must be submitted", async () => {
  const { store } = open;
  const wanted = batchOf(2);
  const [first, second] = wanted.generations;
  const generations = [first!, { ...second!, maxQueueMs: 1_000 }];
  await store.acceptBatch({ ...wanted, generations });
  expect(await store.passedDeadlines(START + 999, 9)).toEqual([]);
  expect(await store.passedDeadlines(START + 1_000, 9)).toEqual([second!.id]);
});

it("accepts nothing, and keeps nothing, when one of its records is lost before", async () => {
  const { store, keys } = open;
  const wanted = batchOf(3);
  const losing = new Proxy(redis, {
    get: (target, name: keyof Redis) =>
      name === "evalsha"
        ? async (...call: Parameters<Redis["evalsha"]>) => {
            await redis.del(keys.generation(wanted.generations[1]!.id));
            return redis.evalsha(...call);
          }
        : target[name],
  });

  const failing = createGenerationStore(losing, keys, () => START);
  await expect(failing.acceptBatch(wanted)).rejects.toThrow("repeat the request");
  expect(await store.count({})).toBe(0);
  expect(await store.batch(ID)).toBeNull();
  await store.keepBatchCost(ID, []);
  expect(await redis.pttl(keys.generation(wanted.generations[0]!.id))).toBeGreaterThan(0);
  // The repeat makes it.
  expect(await store.acceptBatch(wanted)).toEqual({ kind: "accepted" });
});

it("is forgotten with the last of its generations, and so is its key", async () => {
  const { store, keys } = open;
  const { generations } = batchOf(2);
  await store.acceptBatch(batchOf(2));
  for (const { id } of generations) await store.change(id, cancel);
  const [first, second] = generations;
  const ended = await store.get(first!.id);
  await store.putTombstone(ended!, tombstoneOf(ended!, START)!);
  await store.forget(second!.id);
  await store.forget(second!.id);
  const cost = [{ state: "settled", currency: null, amount: null, generations: 1 }] as const;
  await store.keepBatchCost(ID, cost);
  expect(await store.batchCost(ID)).toEqual(cost);
  expect(await store.batch(ID)).not.toBeNull();
  await store.forget(first!.id);
  expect(await store.batch(ID)).toBeNull();
  await store.keepBatchCost(ID, []);
  expect(await store.batchOf("k")).toBeNull();
  expect(await redis.exists(keys.batch(ID))).toBe(0);
});
