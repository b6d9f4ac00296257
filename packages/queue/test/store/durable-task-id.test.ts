import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { ACCEPTED, answered } from "../fixtures/generations.ts";
import { openStore } from "../fixtures/open-store.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

it("a change resolves when the id of its new task is durable, and waits for no other (G2)", async () => {
  const { store, keys, confirmed, accepted, begin } = await openStore(redis);
  const id = await accepted();
  await begin(id);
  confirmed.length = 0;
  await store.change(id, { kind: "cancel-requested" });
  expect(confirmed).toEqual([]);
  await store.change(id, answered(ACCEPTED));
  const { revision } = (await store.get(id))!;
  expect(confirmed).toEqual([[keys.generation(id), revision]]);
});
