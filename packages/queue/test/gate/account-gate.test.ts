import { rememberServer, testRedis, waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";

import { BASE_URL, FAILURE, queued, START } from "../fixtures/generations.ts";
import type { AccountGate } from "../../src/gate/account-gate.ts";
import { createAccountGate } from "../../src/gate/account-gate.ts";
import { createGenerationStore } from "../../src/store/generation-store.ts";
import { createKeys } from "../../src/store/keys.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const lane = { account: "default", model: "wan2.1-vace-plus" };
const created = { lane, model: lane.model };
const refused = {
  ...FAILURE,
  kind: "arrears",
  code: "Arrearage",
  message: "Access denied, please make sure your account is in good standing.",
} as const;

let gate: AccountGate;
let begin: (model?: string, maxInFlight?: number) => Promise<{ kind: string }>;
let count = 0;
let prefix: string;
let raiseMs: number;

beforeEach(async () => {
  ({ prefix } = testRedis());
  await rememberServer(redis, prefix);
  raiseMs = 60_000;
  const keys = createKeys(prefix);
  const store = createGenerationStore(redis, keys, () => START);
  gate = createAccountGate(redis, keys);
  begin = async (model = lane.model, maxInFlight = 9) => {
    count += 1;
    const generation = queued({ id: `gen_${count}`, request: { ...queued().request, model } });
    await store.accept(generation, null);
    return store.begin(generation.id, {
      lane,
      baseUrl: BASE_URL,
      limits: { maxInFlight, intervalMs: 0, raiseMs, probeMs: 60_000 },
    });
  };
});

describe("an admitted attempt", () => {
  it("says whether its create request has nothing to resume when it succeeds", async () => {
    expect(await begin()).toMatchObject({ kind: "changed", isCalm: true });
    for (const scope of ["lane", "model"] as const) {
      await gate.coolDown(created, scope, FAILURE, 0);
      expect(await begin()).not.toHaveProperty("isCalm");
      await gate.resume(created);
    }
    await gate.pause("default", refused, 0, null);
    expect(await begin()).not.toHaveProperty("isCalm");
    await gate.resume(created);
    expect(await begin()).toMatchObject({ isCalm: true });
  });
});

describe("a paused account", () => {
  it("admits nothing, shows the reason, and is announced once", async () => {
    expect(await gate.pause("default", refused, 60_000, null)).toBe(true);
    expect(await gate.pause("default", refused, 60_000, null)).toBe(false);
    expect(await begin()).toMatchObject({ kind: "paused" });
    expect(await gate.pausedFor("default")).toMatchObject({
      kind: "arrears",
      code: "Arrearage",
    });
  });

  it("admits one probe per interval", async () => {
    await gate.pause("default", refused, 60_000, null);
    await gate.probeNow("default");
    expect(await begin()).toMatchObject({ kind: "changed" });
    expect(await begin()).toMatchObject({ kind: "paused" });
  });

  it("probes with another model than the one that was refused, if any waits", async () => {
    await gate.pause("default", refused, 60_000, lane.model);
    await redis.hset(createKeys(prefix).account("default"), "probeAt", Date.now() - 1);
    expect(await begin()).toMatchObject({ kind: "paused" });
    expect(await begin("wanx2.1-vace-plus")).toMatchObject({ kind: "changed" });
  });

  it("probes with the refused model seconds later if no other one takes the probe", async () => {
    await gate.pause("default", refused, 60_000, lane.model);
    await redis.hset(createKeys(prefix).account("default"), "probeAt", Date.now() - 10_000);
    expect(await begin()).toMatchObject({ kind: "changed" });
  });

  it("probes with the refused model again when no other one took the probe", async () => {
    await gate.pause("default", refused, 60_000, lane.model);
    await gate.probeNow("default");
    expect(await begin()).toMatchObject({ kind: "changed" });
  });

  it("does not put off the probe because of refused queries", async () => {
    await gate.pause("default", refused, 60_000, null);
    await gate.probeNow("default");
    await gate.pause("default", refused, 60_000, null);
    expect(await begin()).toMatchObject({ kind: "changed" });
  });

  it("resumes when a create request succeeds", async () => {
    await gate.pause("default", refused, 60_000, null);
    expect(await gate.resume(created)).toBe(true);
    expect(await gate.resume(created)).toBe(false);
    expect(await gate.pausedFor("default")).toBeNull();
    expect(await begin()).toMatchObject({ kind: "changed" });
    expect(await gate.slots(lane)).toHaveLength(1);
  });

  it("is not created by a probe", async () => {
    await gate.probeNow("default");
    expect(await gate.pausedFor("default")).toBeNull();
  });
});

describe("a lane that cools down", () => {
  it("admits nothing while it lasts, and is announced once", async () => {
    expect(await gate.coolDown(created, "lane", FAILURE, 60_000)).toBe("new");
    expect(await gate.coolDown(created, "lane", FAILURE, 10)).toBe("known");
    expect(await begin()).toMatchObject({ kind: "too-soon" });
  });

  it("admits its other models while one cools down alone", async () => {
    expect(await gate.coolDown(created, "model", FAILURE, 60_000)).toBe("new");
    expect(await gate.coolDown(created, "model", FAILURE, 10)).toBe("known");
    expect(await begin()).toMatchObject({ kind: "too-soon" });
    expect(await begin("wanx2.1-vace-plus")).toMatchObject({ kind: "changed" });
  });
});

describe("a lane that cools down for the same reason for a long time", () => {
  it("is announced once more, until a create request succeeds", async () => {
    const key = createKeys(prefix).lane(lane);
    const coolDown = () => gate.coolDown(created, "lane", FAILURE, 10);
    expect(await coolDown()).toBe("new");
    await redis.hset(key, "kindSince", Date.now() - 11 * 60_000);
    expect([await coolDown(), await coolDown()]).toEqual(["lasting", "known"]);
    await gate.resume(created);
    expect([await coolDown(), await coolDown()]).toEqual(["new", "known"]);
  });
});

describe("a lane whose limit was lowered", () => {
  it("frees nothing and admits nothing while it holds more than a new limit (G3)", async () => {
    for (const _ of [1, 2, 3]) await begin();
    const held = await gate.slots(lane);
    expect(await begin(lane.model, 2)).toEqual({ kind: "full" });
    expect(await gate.slots(lane)).toEqual(held);
    expect(await begin(lane.model, 4)).toMatchObject({ kind: "changed" });
  });

  it("admits no more than it has in flight, and one more after a while", async () => {
    await begin();
    expect(await gate.lowerLimit(lane)).toBe(1);
    expect(await begin()).toEqual({ kind: "full" });
    raiseMs = 1;
    await waitFor(async () => (await begin()).kind === "changed");
  });

  it("grows back to the configured limit, and no further (G3)", async () => {
    await begin();
    await gate.lowerLimit(lane);
    raiseMs = 0.001;
    for (let task = 2; task <= 9; task += 1)
      await waitFor(async () => (await begin()).kind === "changed");
    expect(await begin()).toEqual({ kind: "full" });
  });

  it("admits at least one task", async () => {
    expect(await gate.lowerLimit(lane)).toBe(1);
    expect(await begin()).toMatchObject({ kind: "changed" });
  });
});

describe("a slot that does not agree with its record (G3)", () => {
  it("is repaired from the record", async () => {
    const keys = createKeys(prefix);
    await begin();
    const [holder] = await gate.slots(lane);
    await redis.sadd(keys.slots(lane), "gen_gone");
    await redis.srem(keys.slots(lane), holder!);
    expect(await gate.correctSlot(lane, "gen_gone")).toBe(true);
    expect(await gate.correctSlot(lane, holder!)).toBe(true);
    expect(await gate.correctSlot(lane, holder!)).toBe(false);
    expect(await gate.slots(lane)).toEqual([holder]);
  });
});

describe("a slot of a record that an earlier version wrote without its lane (G3)", () => {
  it("is kept", async () => {
    await begin();
    const [holder] = await gate.slots(lane);
    await redis.hdel(createKeys(prefix).generation(holder!), "slot");
    expect(await gate.correctSlot(lane, holder!)).toBe(false);
    expect(await gate.slots(lane)).toEqual([holder]);
  });
});

describe("query turns (G8)", () => {
  it("can be reserved in a row", async () => {
    expect(await gate.reserveQuery("default", 1_000, 3)).toBe(0);
    const nextMs = await gate.reserveQuery("default", 1_000);
    expect(nextMs).toBeGreaterThan(2_000);
    expect(nextMs).toBeLessThanOrEqual(3_000);
  });

  it("are an interval apart over all replicas", async () => {
    const waits = await Promise.all(
      Array.from({ length: 20 }, () => gate.reserveQuery("default", 1_000)),
    );
    const sorted = waits.sort((a, b) => a - b);
    // The first one is due at once; the last one waits 19 intervals, less the time that passed.
    expect(sorted[0]).toBe(0);
    expect(sorted[19]).toBeGreaterThan(17_000);
    expect(sorted[19]).toBeLessThanOrEqual(19_000);
    const backlogMs = await gate.queryBacklogMs("default", Date.now());
    expect(backlogMs).toBeGreaterThan(17_000);
    expect(backlogMs).toBeLessThanOrEqual(20_000);
    expect(await gate.queryBacklogMs("other", Date.now())).toBe(0);
  });

  it("are counted over the last minute", async () => {
    const account = "counted";
    for (let turn = 0; turn < 30; turn += 1) await gate.reserveQuery(account, 1);
    const now = Date.now();
    expect(await gate.queriesPerSecond(account, now)).toBeCloseTo(0.5, 1);
    expect(await gate.queriesPerSecond(account, now + 180_000)).toBe(0);
    expect(await gate.queriesPerSecond("other", now)).toBe(0);
  });
});
