import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { tombstoneOf } from "../../src/generation/deletion/tombstone.ts";
import { cancel } from "../fixtures/changes.ts";
import { openStore } from "../fixtures/open-store.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

it("are listed newest first, until their generation is deleted or forgotten", async () => {
  const { store, accepted } = await openStore(redis);
  const ids = [await accepted(), await accepted(), await accepted()] as const;
  for (const [index, id] of ids.entries()) {
    await store.change(id, cancel);
    await store.noteLost(id, 1_000 + index);
  }
  await store.noteLost(ids[0], 1_000);
  expect(await store.lostSince(0, 10)).toEqual(ids.toReversed());
  expect(await store.lostSince(1_001, 10)).toEqual([ids[2], ids[1]]);
  expect(await store.lostSince(0, 1)).toEqual([ids[2]]);
  await store.forget(ids[2]);
  const ended = (await store.get(ids[1]))!;
  await store.putTombstone(ended, tombstoneOf(ended, 5)!);
  expect(await store.lostSince(0, 10)).toEqual([ids[0]]);
});
