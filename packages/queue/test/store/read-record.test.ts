import { Redis } from "ioredis";
import { encodeTime } from "ulid";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";

import type { Status } from "../../src/generation/generation.ts";
import { ACCEPTED, answered, queued, START } from "../fixtures/generations.ts";
import type { OpenStore } from "../fixtures/open-store.ts";
import { LANE as lane, openStore } from "../fixtures/open-store.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

let keys: OpenStore["keys"];
let store: OpenStore["store"];
let accepted: OpenStore["accepted"];
let begin: OpenStore["begin"];

beforeEach(async () => {
  ({ keys, store, accepted, begin } = await openStore(redis));
});

describe("list", () => {
  it("is newest first, by status and model, page by page", async () => {
    const ids = [await accepted(), await accepted(), await accepted()];
    await begin(ids[1]!);
    const listed = async (filter: Parameters<OpenStore["store"]["list"]>[0]) =>
      (await store.list(filter)).map(({ id }) => id);
    expect(await listed({ limit: 10 })).toEqual([ids[2], ids[1], ids[0]]);
    expect(await listed({ limit: 2 })).toEqual([ids[2], ids[1]]);
    expect(await listed({ limit: 2, after: ids[1] })).toEqual([ids[0]]);
    expect(await listed({ limit: 10, status: "queued" })).toEqual([ids[2], ids[0]]);
    expect(await listed({ limit: 10, status: "submitting" })).toEqual([ids[1]]);
    expect(await listed({ limit: 10, status: "submitting", model: lane.model })).toEqual([ids[1]]);
    expect(await listed({ limit: 10, status: "queued", model: lane.model })).toEqual([
      ids[2],
      ids[0],
    ]);
    expect(await listed({ limit: 10, model: "another" })).toEqual([]);
    const count = (status: "queued" | "submitting", model?: string) =>
      store.count({ status, model });
    expect(await count("queued")).toBe(2);
    expect(await count("submitting", lane.model)).toBe(1);
    expect(await count("submitting", "another")).toBe(0);
    const two = ["queued", "submitting"] as const;
    expect(await listed({ limit: 2, status: two })).toEqual([ids[2], ids[1]]);
    expect(await listed({ limit: 2, status: two, after: ids[1] })).toEqual([ids[0]]);
    expect(await store.count({ status: two })).toBe(3);
    expect(await store.count({})).toBe(3);
  });
});

describe("page", () => {
  const kept = ["queued", "archiving", "succeeded"] as const;
  // Few milliseconds, so that several generations share one.
  const stored = Array.from({ length: 60 }, (_, index) => ({
    id: `gen_${encodeTime(START + (index % 7))}${index % 10}${index}`,
    at: START + (index % 7),
    status: kept[Math.floor(Math.sqrt(index)) % 3] ?? "queued",
  }));
  const expected = stored
    .filter(({ at }) => at >= START + 1 && at <= START + 5)
    .toSorted((one, other) => (one.id < other.id ? 1 : -1));
  const range = { from: START + 1, to: START + 5 };

  beforeEach(async () => {
    const write = redis.multi();
    for (const { id, status } of stored) {
      write.zadd(keys.index({ status }), 0, id);
      write.hset(keys.generation(id), "record", JSON.stringify(queued({ id })));
    }
    await write.exec();
  });

  it.each<[string, readonly Status[] | undefined]>([
    ["all", undefined],
    ["one status", ["queued"]],
    ["two statuses", ["archiving", "queued"]],
    ["a status without any", ["failed"]],
    ["no status", []],
  ])("is any page of the generations of a time: %s", async (_, status) => {
    const matching = expected.filter((one) => status === undefined || status.includes(one.status));
    for (const offset of [0, 1, 2, 3, 5, 8, 13, 21, 34, 99]) {
      const { total, generations } = await store.page({ ...range, status, offset, limit: 7 });
      const ids = matching.slice(offset, offset + 7).map(({ id }) => id);
      expect([total, generations.map(({ id }) => id)]).toEqual([matching.length, ids]);
    }
  });

  it("leaves out what was accepted later, for those who ask for older ones only", async () => {
    const older = stored.filter(({ at }) => at < START + 2).map(({ id }) => id);
    const ids = await store.ids({ acceptedBefore: START + 2, limit: 99 });
    expect([...ids].toSorted()).toEqual(older.toSorted());
  });

  it("is empty for a model without generations", async () => {
    const all = { from: -1, to: START + 99, offset: 0, limit: 9 };
    expect(await store.page({ ...all, model: "another" })).toEqual({ total: 0, generations: [] });
  });
});

describe("events", () => {
  it("stores no event of a generation that only waits", async () => {
    const id = await accepted();
    expect(await redis.exists(keys.events(id), keys.eventStream(id))).toBe(0);
    expect(await store.events(id, "0-1")).toEqual([]);
    expect(await store.events("gen_nobody")).toEqual([]);
  });

  it("goes on where a worker of an earlier version has begun a stream of events", async () => {
    const id = await accepted();
    await begin(id);
    const adopted = JSON.stringify({ name: "task-adopted", at: 1, status: "running", detail: {} });
    const streamId = await redis.xadd(keys.eventStream(id), "*", "event", adopted);
    await store.change(id, answered(ACCEPTED));
    const events = await store.events(id);
    expect(events.map(({ name }) => name)).toEqual([
      "generation-accepted",
      "attempt-begun",
      "task-adopted",
      "task-created",
    ]);
    expect(await store.events(id, "0-2")).toEqual(events.slice(2));
    expect(await store.events(id, streamId ?? "")).toEqual(events.slice(3));
  });
});
