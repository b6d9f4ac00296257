import { Redis } from "ioredis";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";

import {
  ACCEPTED,
  answered,
  ARCHIVED,
  BASE_URL,
  read,
  SUCCEEDED,
} from "../fixtures/generations.ts";
import type { OpenStore } from "../fixtures/open-store.ts";
import { LANE as lane, LIMITS, openStore } from "../fixtures/open-store.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

let keys: OpenStore["keys"];
let store: OpenStore["store"];
let accepted: OpenStore["accepted"];
let begin: OpenStore["begin"];

beforeEach(async () => {
  ({ keys, store, accepted, begin } = await openStore(redis));
});

describe("change", () => {
  it("lets exactly one of many begin (G1, G10)", async () => {
    const id = await accepted();
    const answers = await Promise.all(Array.from({ length: 20 }, () => begin(id)));
    expect(answers.filter(({ kind }) => kind === "changed")).toHaveLength(1);
    expect(await store.get(id)).toMatchObject({ status: "submitting", attempts: 1 });
  });

  it("applies every one of many changes that race (G4)", async () => {
    const id = await accepted();
    await begin(id);
    await store.change(id, answered(ACCEPTED));
    await Promise.all(
      Array.from({ length: 10 }, () => store.change(id, read({ status: "RUNNING", id: "task-1" }))),
    );
    expect(await store.get(id)).toMatchObject({ task: { polls: 10, status: "RUNNING" } });
  });

  it("decides by the current record, even if an earlier one was read (G4)", async () => {
    const id = await accepted();
    const early = await store.get(id);
    if (early?.status !== "queued") throw new Error("it does not wait");
    expect(await begin(id)).toMatchObject({ kind: "changed" });
    // It means nothing to the record that was read, but something to the current one.
    expect(await store.change(early, answered(ACCEPTED))).toMatchObject({
      kind: "changed",
      generation: { status: "running" },
    });
    // It means something to the record that was read, but nothing to the current one.
    const terms = { lane, baseUrl: BASE_URL, limits: LIMITS };
    expect(await store.begin(early, terms)).toMatchObject({
      kind: "ignored",
      generation: { status: "running" },
    });
    expect(
      await store.change({ ...early, id: "gen_unknown" }, { kind: "cancel-requested" }),
    ).toEqual({
      kind: "missing",
    });
  });

  it("reports a missing generation and an ignored change", async () => {
    expect(await store.change("gen_nobody", { kind: "cancel-requested" })).toEqual({
      kind: "missing",
    });
    const id = await accepted();
    expect(await store.change(id, ARCHIVED)).toMatchObject({ kind: "ignored" });
  });

  it("logs every transition, and no poll without news", async () => {
    const id = await accepted();
    await begin(id);
    await store.change(id, answered(ACCEPTED));
    await store.change(id, read({ status: "PENDING", id: "task-1" }));
    await store.change(id, read(SUCCEEDED));
    await store.change(id, ARCHIVED);
    const events = await store.events(id);
    expect(events.map(({ name }) => name)).toEqual([
      "generation-accepted",
      "attempt-begun",
      "task-created",
      "task-succeeded",
      "files-archived",
    ]);
    expect(events.map(({ id }) => id)).toEqual(["0-1", "0-2", "0-3", "0-4", "0-5"]);
    for (const [index, { id: last }] of events.entries())
      expect(await store.events(id, last)).toEqual(events.slice(index + 1));
  });

  it("throws for an unreadable record, and lists the others", async () => {
    await redis.hset(keys.generation("gen_broken"), "record", "{}");
    await expect(store.get("gen_broken")).rejects.toThrow("gen_broken");
    const ids = [await accepted(), await accepted()];
    await redis.zadd(keys.index({ status: "queued" }), 0, "gen_broken", 0, "gen_00_broken");
    // Only the last page is short.
    for (const limit of [2, 9])
      expect((await store.list({ limit })).map(({ id }) => id)).toEqual(ids.toReversed());
  });
});
