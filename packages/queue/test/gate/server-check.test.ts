import { Redis } from "ioredis";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";

import {
  ACCEPTED,
  answered,
  BASE_URL,
  BEGUN,
  FAILURE,
  queued,
  START,
} from "../fixtures/generations.ts";
import type { OpenStore } from "../fixtures/open-store.ts";
import { LANE as lane, LIMITS, openStore } from "../fixtures/open-store.ts";
import { createAccountGate } from "../../src/gate/account-gate.ts";
import type { Submitting } from "../../src/generation/generation.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

let keys: OpenStore["keys"];
let store: OpenStore["store"];
let accepted: OpenStore["accepted"];
let begin: OpenStore["begin"];

beforeEach(async () => {
  ({ keys, store, accepted, begin } = await openStore(redis));
});

describe("a Redis server that was replaced", () => {
  /** As if another server with an older state had taken over. */
  const restart = () => redis.hset(keys.server, "runId", "another");

  it("ends no generation that was not submitted in time before its lanes are checked (G1)", async () => {
    const gate = createAccountGate(redis, keys);
    const other = { ...lane, account: "other" };
    const generation = queued({ id: "gen_late", maxQueueMs: 1, createdAt: START - 1 });
    await store.accept(generation, null);
    const settled = () => gate.settledSince([lane, other], generation.createdAt);
    const before = await settled();
    expect(before).toBe("");
    await restart();
    expect([await settled(), await store.expire(generation.id, "")]).toEqual([null, null]);
    const change = await gate.serverChange();
    const since = change?.since ?? 0;
    await gate.checked(lane, since, null);
    expect(await settled()).toBeNull();
    await gate.checked(other, since, generation.createdAt - 1);
    expect(await settled()).toBeNull();
    await gate.checked(other, since, null);
    expect(await settled()).toBe(String(since));
    // It failed over between the question and the write.
    expect(await store.expire(generation.id, "")).toBeNull();
    expect(await store.expire(generation.id, String(since))).toMatchObject({
      kind: "changed",
      generation: { status: "failed", failure: { kind: "deadline_exceeded", charged: false } },
    });
  });

  it("admits no create request in a lane before the lane was checked (G1)", async () => {
    const id = await accepted();
    const gate = createAccountGate(redis, keys);
    expect(await gate.serverChange()).toBeNull();
    await restart();
    expect(await begin(id)).toEqual({ kind: "unchecked" });
    const { since, emptiedAt } = (await gate.serverChange())!;
    expect([since > 0, emptiedAt]).toEqual([true, null]);
    expect(await begin(id)).toEqual({ kind: "unchecked" });
    expect((await gate.serverChange())?.since).toBe(since);
    await gate.checked(lane, since, null);
    expect(await begin(id)).toMatchObject({ kind: "changed" });
    const elsewhere = { ...lane, model: "another" };
    const next = await store.begin(await accepted(), {
      lane: elsewhere,
      baseUrl: BASE_URL,
      limits: LIMITS,
    });
    expect(next).toEqual({ kind: "unchecked" });
  });

  it("is noticed when this one took over the data of another in between (G1)", async () => {
    const id = await accepted();
    const gate = createAccountGate(redis, keys);
    expect(await gate.serverChange()).toBeNull();
    await redis.hset(keys.server, "historyId", "another");
    expect(await begin(id)).toEqual({ kind: "unchecked" });
    const { since, emptiedAt } = (await gate.serverChange())!;
    expect([since > 0, emptiedAt]).toEqual([true, null]);
    await gate.checked(lane, since, null);
    expect(await begin(id)).toMatchObject({ kind: "changed" });
  });

  it("is noticed when it is empty, with and without a new generation (G1)", async () => {
    await redis.del(keys.server);
    const gate = createAccountGate(redis, keys);
    const id = await accepted();
    const change = (await gate.serverChange())!;
    expect(change.emptiedAt).toBe(change.since);
    expect(await begin(id)).toEqual({ kind: "unchecked" });
    await redis.del(keys.server);
    const again = (await gate.serverChange())!;
    expect(again.emptiedAt).toBe(again.since);
  });

  it("is recognized as an emptied one by a process that used it before", async () => {
    const [old, fresh] = [createAccountGate(redis, keys), createAccountGate(redis, keys)];
    expect(await old.serverChange()).toBeNull();
    await redis.del(keys.server);
    expect(await fresh.serverChange()).toMatchObject({ wasInUse: false });
    for (const gate of [old, fresh])
      expect(await gate.serverChange()).toMatchObject({ wasInUse: true });
    await redis.del(keys.server);
    expect(await createAccountGate(redis, keys).serverChange()).toMatchObject({ wasInUse: false });
  });

  it("remembers since when the provider's list has been empty", async () => {
    const gate = createAccountGate(redis, keys);
    expect(await gate.sawList(START, true)).toBe(START);
    expect(await gate.sawList(START + 1, true)).toBe(START);
    expect(await gate.sawList(START + 2, false)).toBeNull();
    expect(await gate.sawList(START + 3, true)).toBe(START + 3);
  });

  it("admits only generations from before the check, if callers may repeat older ones", async () => {
    await restart();
    const gate = createAccountGate(redis, keys);
    const { since } = (await gate.serverChange())!;
    const id = await accepted();
    await gate.checked(lane, since, START - 1);
    expect(await begin(id)).toEqual({ kind: "unchecked" });
    await gate.checked(lane, since, START);
    expect(await begin(id)).toMatchObject({ kind: "changed" });
  });

  it("keeps why a lane stays closed, and reports each new reason once", async () => {
    const gate = createAccountGate(redis, keys);
    const failure = { ...FAILURE, kind: "unchecked" } as const;
    expect(await gate.uncheckedFor(lane)).toBeNull();
    expect(await gate.closeUnchecked([lane], failure)).toBe(true);
    expect(await gate.closeUnchecked([lane], failure)).toBe(false);
    expect(await gate.uncheckedFor(lane)).toEqual(failure);
    await gate.checked(lane, 1, null);
    expect(await gate.uncheckedFor(lane)).toBeNull();
  });

  it("remembers the tasks that it made, by the time of their create requests", async () => {
    const id = await accepted();
    await begin(id);
    const { attempt } = (await store.get(id)) as Submitting;
    expect(await store.knownTasks(attempt)).toEqual([]);
    await store.change(id, answered(ACCEPTED));
    expect(await store.knownTasks(attempt)).toEqual([{ taskId: "task-1", begunAt: START }]);
    expect(await store.knownTasks({ ...attempt, account: "another" })).toEqual([]);
  });

  it("takes a found task even if the lane is full", async () => {
    const id = await accepted();
    await begin(await accepted());
    await begin(await accepted());
    await store.change(id, {
      kind: "task-recovered",
      begun: BEGUN,
      taskId: "task-9",
      requestId: null,
    });
    expect(await store.get(id)).toMatchObject({ status: "running", task: { id: "task-9" } });
    expect(await redis.scard(keys.slots(lane))).toBe(3);
    expect(await store.ownersOf(["task-9"])).toEqual([id]);
  });
});
