import fc from "fast-check";
import { Redis } from "ioredis";
import { encodeTime } from "ulid";
import { afterAll, describe, expect, inject, it } from "vitest";

import { batchIdOf, generationIdIn } from "../../src/generation/batch/batch-id.ts";
import { findRecords } from "../../src/store/finding/find-records.ts";
import type { RecordQuery } from "../../src/store/finding/record-query.ts";
import { matches } from "../../src/store/finding/record-query.ts";
import type { FindPage } from "../../src/store/finding/find-records.ts";
import { cancel } from "../fixtures/changes.ts";
import { queued, START } from "../fixtures/generations.ts";
import type { OpenStore } from "../fixtures/open-store.ts";
import { openStore } from "../fixtures/open-store.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const MODELS = ["wan2.1-vace-plus", "wan2.6-t2v"];
const PROMPTS = ["a girl in a forest", "a boy in a boat", "a girl in a boat"];

/** The `number`-th generation of a world, in the order of ids. */
function generationOf(number: number) {
  return queued({
    id: `gen_${encodeTime(START + number)}${String(number).padStart(16, "0")}`,
    createdAt: START + number,
    metadata: { order: String(number % 3) },
    request: { model: MODELS[number % 2]!, input: { prompt: PROMPTS[number % 3] } },
  });
}

const query: fc.Arbitrary<RecordQuery> = fc.record(
  {
    status: fc.constantFrom("queued", ["queued", "submitting"], ["queued", "canceled"]),
    model: fc.constantFrom(...MODELS),
    metadata: fc.constantFrom({ order: "1" }, {}),
    words: fc.constantFrom("girl", "boat girl", ""),
    createdAfter: fc.integer({ min: START - 2, max: START + 30 }),
    createdBefore: fc.integer({ min: START - 2, max: START + 30 }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<RecordQuery>;

/** What other callers do between two pages. */
const write = fc.record({
  kind: fc.constantFrom("accept", "begin", "cancel", "forget"),
  number: fc.nat({ max: 30 }),
});
type Write = typeof write extends fc.Arbitrary<infer W> ? W : never;

async function apply({ store, begin }: OpenStore, { kind, number }: Write): Promise<void> {
  const generation = generationOf(number);
  switch (kind) {
    case "accept":
      await store.accept(generation, null);
      return;
    case "begin":
      await begin(generation.id, { maxInFlight: 99, intervalMs: 0, raiseMs: 1, probeMs: 1 });
      return;
    case "cancel":
      await store.change(generation.id, cancel);
      return;
    case "forget":
      if ((await store.get(generation.id))?.status === "canceled")
        await store.forget(generation.id);
  }
}

it("shows each generation that matches during the whole walk exactly once, whatever is written", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat({ max: 30 }), { minLength: 5, maxLength: 25 }),
      query,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 7 }),
      fc.array(fc.array(write, { maxLength: 6 }), { maxLength: 30 }),
      async (numbers, wanted, limit, mostRead, writes) => {
        const world = await openStore(redis);
        for (const number of numbers) await world.store.accept(generationOf(number), null);
        const matching = async () => {
          const all = await world.store.list({ limit: 100 });
          const { createdAfter = -1, createdBefore = Infinity, model } = wanted;
          return new Set(
            all
              .filter((one) => matches(one, wanted))
              .filter(({ request }) => model === undefined || request.model === model)
              .filter(({ createdAt }) => createdAt > createdAfter && createdAt < createdBefore)
              .map(({ id }) => id),
          );
        };
        let throughout = await matching();
        let ever = throughout;
        const seen: string[] = [];
        let after: string | null | undefined;
        for (let page = 0; after !== null; page += 1) {
          const asked: FindPage = { ...wanted, limit, after };
          const found = await findRecords({ redis, keys: world.keys }, asked, mostRead);
          expect(found.generations.length).toBeLessThanOrEqual(limit);
          seen.push(...found.generations.map(({ id }) => id));
          after = found.next;
          for (const next of writes[page] ?? []) {
            await apply(world, next);
            const now = await matching();
            throughout = throughout.intersection(now);
            ever = ever.union(now);
          }
        }
        expect(seen).toEqual([...new Set(seen)].toSorted().toReversed());
        expect([...throughout].filter((id) => !seen.includes(id))).toEqual([]);
        expect(seen.filter((id) => !ever.has(id))).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

describe("find", () => {
  it("reads a bounded number of records, and continues where it stopped", async () => {
    const { store, keys } = await openStore(redis);
    for (let number = 0; number < 9; number += 1) await store.accept(generationOf(number), null);
    const ports = { redis, keys };
    const asked = { limit: 5, metadata: { order: "0" } };
    const first = await findRecords(ports, asked, 2);
    expect(first).toEqual({ generations: [], next: generationOf(7).id });
    const { generations, next } = await findRecords(ports, { ...asked, after: first.next! }, 99);
    expect(generations.map(({ metadata }) => metadata["order"])).toEqual(["0", "0", "0"]);
    expect(next).toBeNull();
  });

  it("ends without another page when a page is just full", async () => {
    const { store } = await openStore(redis);
    for (const number of [1, 2]) await store.accept(generationOf(number), null);
    expect(await store.find({ limit: 2 })).toMatchObject({ next: null });
    expect(await store.find({ limit: 2, words: "in" })).toMatchObject({ next: null });
    expect(await store.find({ limit: 1, words: "in" })).toMatchObject({ next: generationOf(2).id });
  });

  it("finds the generations of a batch, and none that was accepted at the same time", async () => {
    const { store } = await openStore(redis);
    const batch = batchIdOf(`${encodeTime(START)}AAAAAAAAAAAAAAAA`);
    const ids = [0, 1, 9_999].map((index) => generationIdIn(batch, index));
    const others = [
      `gen_${encodeTime(START)}AAAAAAAAAAAA9ZZZ`,
      `gen_${encodeTime(START)}AAAAAAAAAAAAB000`,
    ];
    for (const id of [...ids, ...others]) await store.accept(queued({ id }), null);
    const found = await store.find({ limit: 9, batch });
    expect(found.generations.map(({ id }) => id)).toEqual(ids.toReversed());
    const two = await store.find({ limit: 2, batch });
    expect(two.generations.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 2));
    const { generations } = await store.find({ limit: 9, batch, after: two.next! });
    expect(generations.map(({ id }) => id)).toEqual(ids.slice(0, 1));
  });
});
