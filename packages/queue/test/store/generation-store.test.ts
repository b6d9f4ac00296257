import { waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";

import { createGenerationStore } from "../../src/store/generation-store.ts";
import {
  ACCEPTED,
  answered,
  ARCHIVED,
  BASE_URL,
  FAILED_FOR_NOW,
  FAILURE,
  read,
  START,
  SUCCEEDED,
} from "../fixtures/generations.ts";
import type { OpenStore } from "../fixtures/open-store.ts";
import { LANE as lane, LIMITS, openStore } from "../fixtures/open-store.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

let keys: OpenStore["keys"];
let store: OpenStore["store"];
let fresh: OpenStore["fresh"];
let accepted: OpenStore["accepted"];
let begin: OpenStore["begin"];

beforeEach(async () => {
  ({ keys, store, fresh, accepted, begin } = await openStore(redis));
});

it("begins no attempt while Redis confirms none, because each would count (G2)", async () => {
  let isConfirming = false;
  const confirm = async () => {
    if (!isConfirming) throw new Error("Redis did not confirm a write");
  };
  const confirming = createGenerationStore(redis, keys, () => START, confirm);
  const id = await accepted();
  const terms = { lane, baseUrl: BASE_URL, limits: LIMITS };
  const begun = await confirming.begin(id, terms);
  if (begun.kind !== "changed") throw new Error("the attempt did not begin");
  await expect(confirming.persist(begun.generation)).rejects.toThrow("did not confirm");
  await confirming.change(id, answered({ kind: "not-sent", failure: FAILURE }));
  await expect(confirming.begin(id, terms)).rejects.toThrow("did not confirm");
  expect(await store.get(id)).toMatchObject({ status: "queued", attempts: 1 });
  isConfirming = true;
  expect(await confirming.begin(id, terms)).toMatchObject({ generation: { attempts: 2 } });
});

describe("accept", () => {
  it("stores the generation with its first event and its model", async () => {
    const generation = fresh();
    expect(await store.accept(generation, null)).toEqual({ kind: "accepted" });
    expect(await store.get(generation.id)).toEqual(generation);
    expect(await store.events(generation.id)).toMatchObject([
      { name: "generation-accepted", status: "queued" },
    ]);
    expect(await store.models()).toEqual([lane.model]);
  });

  it("remembers the deadline of a generation until it is forgotten", async () => {
    const late = { ...fresh(), maxQueueMs: 60_000 };
    await store.accept(late, null);
    await store.accept(fresh(), null);
    const passed = (ms: number) => store.passedDeadlines(late.createdAt + ms, 9);
    expect(await passed(59_999)).toEqual([]);
    expect(await passed(60_000)).toEqual([late.id]);
    await store.watchDeadlines([late.id], late.createdAt + 90_000);
    expect([await passed(60_000), await passed(90_000)]).toEqual([[], [late.id]]);
    await store.forgetDeadlines([late.id]);
    expect(await passed(90_000)).toEqual([]);
  });

  it("does not reset a generation when a lost connection sends it again", async () => {
    const generation = fresh();
    await store.accept(generation, null);
    await begin(generation.id);
    expect(await store.accept(generation, null)).toEqual({ kind: "accepted" });
    expect(await store.get(generation.id)).toMatchObject({ status: "submitting", revision: 1 });
    expect(await store.list({ status: "queued", limit: 9 })).toEqual([]);
  });

  it("stores once per idempotency key when many requests race", async () => {
    const all = Array.from({ length: 20 }, fresh);
    const answers = await Promise.all(
      all.map((one) => store.accept(one, { key: "k", fingerprint: "f" })),
    );
    expect(answers.filter(({ kind }) => kind === "accepted")).toHaveLength(1);
    expect(
      answers.filter((answer) => answer.kind === "repeated" && answer.fingerprint === "f"),
    ).toHaveLength(19);
    expect(await store.list({ limit: 100 })).toHaveLength(1);
  });
});

describe("an idempotency key", () => {
  it("is kept for as long as was asked", async () => {
    await store.accept(fresh(), { key: "k", fingerprint: "f", forMs: 60_000 });
    expect(await redis.pttl(keys.idempotency("k"))).toBeGreaterThan(0);
    await store.accept(fresh(), { key: "kept", fingerprint: "f" });
    expect(await redis.pttl(keys.idempotency("kept"))).toBe(-1);
  });
});

describe("the channels", () => {
  it("publish each generation that changes, and each model with its first one", async () => {
    const subscriber = redis.duplicate();
    const heard: string[] = [];
    subscriber.on("message", (channel, message) => heard.push(`${channel} ${message}`));
    await subscriber.subscribe(keys.changesChannel, keys.modelsChannel);
    const id = await accepted();
    const changed = `${keys.changesChannel} ${id}`;
    await waitFor(() => heard.length >= 2);
    expect(heard).toEqual([`${keys.modelsChannel} ${lane.model}`, changed]);
    await store.change(id, { kind: "cancel-requested" });
    await waitFor(() => heard.length >= 3);
    expect(heard.at(-1)).toBe(changed);
    await subscriber.quit();
  });
});

describe("slots (G3)", () => {
  const taken = () => redis.scard(keys.slots(lane));

  it("never exceed the lane's limit, and are freed", async () => {
    const ids = await Promise.all([accepted(), accepted(), accepted(), accepted()]);
    const answers = await Promise.all(ids.map((id) => begin(id)));
    expect(answers.map(({ kind }) => kind).sort()).toEqual(["changed", "changed", "full", "full"]);
    expect(await taken()).toBe(2);
    const holder = ids.find((_, index) => answers[index]?.kind === "changed");
    const waiter = ids.find((_, index) => answers[index]?.kind === "full");
    await store.change(holder!, answered(ACCEPTED));
    expect(await taken()).toBe(2);
    await store.change(holder!, read(SUCCEEDED));
    expect(await taken()).toBe(1);
    expect(await begin(waiter!)).toMatchObject({ kind: "changed" });
  });

  it("stay taken while the outcome is unknown", async () => {
    const id = await accepted();
    await begin(id);
    await store.change(id, answered({ kind: "unknown", failure: FAILURE }));
    expect(await taken()).toBe(1);
  });

  it("are published when they are freed", async () => {
    const subscriber = redis.duplicate();
    await subscriber.subscribe(keys.freedChannel);
    const freed = new Promise((resolve) =>
      subscriber.once("message", (_, message) => resolve(message)),
    );
    const id = await accepted();
    await begin(id);
    await store.change(id, answered({ kind: "not-sent", failure: FAILURE }));
    expect(await freed).toBe(`default:${lane.model}`);
    await subscriber.quit();
  });

  it("are freed where they were taken, even if a release regroups the model (G3)", async () => {
    const id = await accepted();
    const regrouped = { account: "default", model: "group-of-yesterday" };
    await store.begin(id, { lane: regrouped, baseUrl: BASE_URL, limits: LIMITS });
    expect(await redis.smembers(keys.slots(regrouped))).toEqual([id]);
    const other = await accepted();
    await begin(other);
    await store.change(id, answered(ACCEPTED));
    await store.change(id, read(FAILED_FOR_NOW));
    expect(await store.get(id)).toMatchObject({ keptSlot: { lane: regrouped.model } });
    expect(await redis.smembers(keys.slots(regrouped))).toEqual([id]);
    await store.change(id, { kind: "cancel-requested" });
    expect(await redis.smembers(keys.slots(regrouped))).toEqual([]);
    expect(await redis.smembers(keys.slots(lane))).toEqual([other]);
  });

  it("are taken no faster than the lane's rate", async () => {
    const first = await accepted();
    const second = await accepted();
    const slow = { ...LIMITS, intervalMs: 60_000 };
    expect((await begin(first, slow)).kind).toBe("changed");
    const answer = await begin(second, slow);
    expect(answer).toMatchObject({ kind: "too-soon" });
    expect(answer.kind === "too-soon" && answer.waitMs).toBeGreaterThan(50_000);
    expect(await taken()).toBe(1);
  });
});

describe("another task in the same slot", () => {
  it("begins in a full lane, at the lane's rate", async () => {
    const [id, other] = [await accepted(), await accepted()];
    await begin(id);
    await begin(other);
    await store.change(id, answered(ACCEPTED));
    await store.change(id, read(FAILED_FOR_NOW));
    expect(await store.get(id)).toMatchObject({
      status: "queued",
      keptSlot: { account: "default" },
    });
    expect(await redis.scard(keys.slots(lane))).toBe(2);
    expect(await begin(await accepted())).toEqual({ kind: "full" });
    expect(await begin(id)).toMatchObject({ kind: "changed", generation: { attempts: 2 } });
    expect(await redis.scard(keys.slots(lane))).toBe(2);
  });

  it("is canceled with its slot", async () => {
    const id = await accepted();
    await begin(id);
    await store.change(id, answered(ACCEPTED));
    await store.change(id, read(FAILED_FOR_NOW));
    await store.change(id, { kind: "cancel-requested" });
    expect(await redis.scard(keys.slots(lane))).toBe(0);
  });
});

describe("the owner of a task (G4)", () => {
  it("is the first generation that got it, even if the write is sent again after a lost connection", async () => {
    const [owner, other] = [await accepted(), await accepted()];
    for (const id of [owner, other]) {
      await begin(id);
      await store.change(id, answered({ kind: "unknown", failure: FAILURE }));
    }
    const adopt = { kind: "task-adopted", attempt: 1, taskId: "task-1", requestId: null } as const;
    await redis.hset(keys.tasks, "task-1", owner);
    expect(await store.change(owner, adopt)).toMatchObject({ kind: "changed" });
    expect(await store.change(other, adopt)).toMatchObject({
      kind: "ignored",
      generation: { status: "uncertain" },
    });
    expect(await store.ownersOf(["task-1"])).toEqual([owner]);
  });
});

it("finds those of some generations that are running", async () => {
  const [running, queued] = [await accepted(), await accepted()];
  await begin(running);
  await store.change(running, answered(ACCEPTED));
  expect(await store.runningAmong([queued, running, "gen_unknown"])).toEqual(new Set([running]));
  expect(await store.runningAmong([])).toEqual(new Set());
});

describe("an attempt whose task was proven absent", () => {
  it("is looked at again a minute later, until that is stopped", async () => {
    const id = await accepted();
    await begin(id);
    await store.change(id, answered({ kind: "unknown", failure: FAILURE }));
    const absence = { kind: "attempt-absent", attempt: 1, provenAfterMs: 1 } as const;
    await store.change(id, { ...absence, lookedAt: START });
    expect(await store.dueLooks(START * 2, 9)).toEqual([]);
    await store.change(id, { ...absence, lookedAt: START + 1 });
    expect(await store.dueLooks(START + 59_999, 9)).toEqual([]);
    expect(await store.dueLooks(START + 60_000, 9)).toEqual([id]);
    await store.lookAgain(id, START + 90_000);
    expect(await store.dueLooks(START + 60_000, 9)).toEqual([]);
    await store.stopLooking(id);
    expect(await store.dueLooks(START + 90_000, 9)).toEqual([]);
  });
});

describe("unarchived", () => {
  it("names a generation from the write that ends it until its record is archived", async () => {
    const ids = [await accepted(), await accepted(), await accepted()] as const;
    expect(await store.unarchivedSince()).toBeNull();
    for (const id of ids) await store.change(id, { kind: "cancel-requested" });
    await store.change(ids[0], { kind: "cancel-requested" });
    expect(await store.unarchived({ offset: 0, limit: 2 })).toEqual(ids.slice(0, 2));
    expect(await store.unarchived({ offset: 2, limit: 2 })).toEqual(ids.slice(2));
    expect(await store.unarchivedSince()).toEqual({ count: 3, since: START });
    await store.archived(ids[0]);
    expect(await store.unarchived({ offset: 0, limit: 10 })).toEqual(ids.slice(1));
    expect(await store.endedBefore(START + 1, { offset: 1, limit: 10 })).toEqual(ids.slice(1));
  });
});

describe("archived", () => {
  it("packs the record and the events, and reads find them as before", async () => {
    const id = await accepted();
    await begin(id);
    await store.change(id, answered(ACCEPTED));
    await store.change(id, read(SUCCEEDED));
    await store.change(id, ARCHIVED);
    const [generation, events] = [await store.get(id), await store.events(id)];
    const held = await store.held(id);
    expect(held).toMatchObject({ generation, events });
    await store.archived(id, undefined, held);
    await store.archived(id);
    expect(await store.held(id)).toEqual({ generation, events, json: null });
    // An earlier version finds none, and reads the archive.
    expect(await redis.hget(keys.generation(id), "record")).toBeNull();
    expect(await redis.exists(keys.events(id))).toBe(0);
    expect(await store.get(id)).toEqual(generation);
    expect(await store.list({ limit: 1 })).toEqual([generation]);
    expect(await store.events(id)).toEqual(events);
    expect(await store.events(id, "0-4")).toEqual(events.slice(4));
    expect(await store.change(id, { kind: "cancel-requested" })).toMatchObject({ kind: "ignored" });
    await store.forget(id);
    expect(await redis.keys(`${keys.prefix}*${id}*`)).toEqual([]);
    expect(await store.count({})).toBe(0);
    expect(await store.events(id)).toEqual([]);
    await store.archived(id);
    expect(await store.get(id)).toBeNull();
    expect(await store.held(id)).toBeNull();
  });

  it("leaves a record alone that is not the archived one: Redis may have lost its end (G3)", async () => {
    const id = await accepted();
    const key = keys.generation(id);
    const before = await redis.hgetall(key);
    await store.change(id, { kind: "cancel-requested" });
    const held = await store.held(id);
    await redis.hset(key, before);
    await store.archived(id, undefined, held);
    expect(await store.get(id)).toMatchObject({ status: "queued" });
    // Read again, it is open, and is archived when it ends.
    await store.archived(id, undefined, await store.held(id));
    expect(await store.unarchived({ offset: 0, limit: 1 })).toEqual([]);
    await store.change(id, { kind: "cancel-requested" });
    expect(await store.unarchived({ offset: 0, limit: 1 })).toEqual([id]);
    await store.archived(id);
    expect(await store.get(id)).toMatchObject({ status: "canceled" });
    expect(await redis.hget(key, "record")).toBeNull();
  });

  it("throws for a packed record of a newer version", async () => {
    await redis.hset(keys.generation("gen_new"), "packed", "new");
    await expect(store.get("gen_new")).rejects.toThrow("gen_new");
  });
});

describe("forget", () => {
  it("deletes old generations that have ended, and none that is open", async () => {
    const ended = fresh();
    await store.accept(ended, { key: "k", fingerprint: "f" });
    await store.change(ended.id, { kind: "cancel-requested" });
    const open = await accepted();
    const page = { offset: 0, limit: 10 };
    expect(await store.endedBefore(START, page)).toEqual([]);
    expect(await store.endedBefore(START + 1, page)).toEqual([ended.id]);
    await store.forget(ended.id);
    expect(await store.get(ended.id)).toBeNull();
    expect((await store.list({ limit: 10 })).map(({ id }) => id)).toEqual([open]);
    expect(await store.accept(fresh(), { key: "k", fingerprint: "other" })).toEqual({
      kind: "accepted",
    });
    const tried = await accepted();
    await begin(tried);
    await store.change(tried, answered({ ...ACCEPTED, taskId: "task-7" }));
    await store.change(tried, read({ ...FAILED_FOR_NOW, id: "task-7" }));
    await store.change(tried, { kind: "cancel-requested" });
    await store.forget(tried);
    expect(await store.ownersOf(["task-7"])).toEqual([null]);
    const left = await redis.keys(`${keys.prefix}*${ended.id}*`);
    expect(left).toEqual([]);
    for (const index of [
      keys.finished,
      keys.unarchived,
      keys.index({ status: "canceled" }),
      keys.index({ status: "canceled", model: lane.model }),
    ])
      expect(await redis.zscore(index, ended.id)).toBeNull();
  });
});
