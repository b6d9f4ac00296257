import { Redis } from "ioredis";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";

import type { Queued } from "../src/generation/generation.ts";
import type { Line, PickTerms } from "../src/line/line.ts";
import { createLine, PICK_MS } from "../src/line/line.ts";
import { hashOfTenant, NO_LIMITS } from "../src/tenants/tenant.ts";
import { answered, ACCEPTED, BASE_URL, FAILURE, queued, START } from "./fixtures/generations.ts";
import type { OpenStore } from "./fixtures/open-store.ts";
import { LANE, LIMITS, openStore } from "./fixtures/open-store.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const MODEL = LANE.model;
const EXPECTED_MS = 60_000;

let opened: OpenStore;
let line: Line;
beforeEach(async () => {
  opened = await openStore(redis);
  line = createLine(redis, opened.keys);
});

async function accepted(id: string, given: Partial<Queued> = {}): Promise<Queued> {
  const generation = queued({ id, ...given });
  await opened.store.accept(generation, null);
  return generation;
}

const termsOf = (maxInFlight: number): PickTerms => ({
  lanes: [{ lane: LANE, limits: { maxInFlight, raiseMs: 60_000 } }],
  expectedMs: EXPECTED_MS,
});
/** Picks with a ticket whose own generation no longer waits. */
const pick = (ticket = "ticket", maxInFlight = 9) =>
  line.pick({ id: ticket, model: MODEL, own: null }, termsOf(maxInFlight));

function admit(id: string) {
  const limits = { ...LIMITS, maxInFlight: 9 };
  return opened.store.begin(id, { lane: LANE, baseUrl: BASE_URL, limits, expectedMs: EXPECTED_MS });
}

/** The ids in the order in which they are picked and admitted. */
async function served(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const picked = await pick();
    if (picked.kind !== "picked") return ids;
    await admit(picked.id);
    ids.push(picked.id);
  }
  return ids;
}

const tenant = (id: string, weight: number, maxInFlight: number | null = null) =>
  redis.hset(
    opened.keys.tenant(id),
    hashOfTenant({
      id,
      name: null,
      weight,
      limits: { ...NO_LIMITS, maxInFlight },
      createdAt: START,
      disabledAt: null,
    }),
  );

describe("the line of a model", () => {
  it("serves the higher priority first, then the earlier one", async () => {
    await accepted("gen_b", { createdAt: START + 1 });
    await accepted("gen_a", { createdAt: START + 2 });
    await accepted("gen_c", { priority: 10, createdAt: START + 3 });
    expect(await served(4)).toEqual(["gen_c", "gen_b", "gen_a"]);
  });

  it("has a generation while its record waits, and no longer", async () => {
    const { id } = await accepted("gen_1");
    await admit(id);
    expect(await pick()).toEqual({ kind: "nobody" });
    await opened.store.change(id, answered({ kind: "not-sent", failure: FAILURE }));
    expect(await pick()).toMatchObject({ kind: "picked", id });
    await opened.store.change(id, { kind: "cancel-requested" });
    expect(await pick()).toEqual({ kind: "nobody" });
    expect(await redis.keys(`${opened.keys.prefix}:line*`)).toEqual([]);
  });

  it("adds the record of an earlier version when its ticket picks", async () => {
    const own = await accepted("gen_1");
    await redis.del(opened.keys.line(MODEL, "default"), opened.keys.lineTenants(MODEL));
    expect(await pick()).toEqual({ kind: "nobody" });
    const picked = await line.pick({ id: own.id, model: MODEL, own }, termsOf(1));
    expect(picked).toMatchObject({ kind: "picked", id: own.id });
  });

  it("can be completed with what an earlier version has accepted, in its place", async () => {
    const old = [await accepted("gen_1"), await accepted("gen_2", { createdAt: START + 1 })];
    await redis.del(opened.keys.line(MODEL, "default"), opened.keys.lineTenants(MODEL));
    const parked = await accepted("gen_3", { createdAt: START + 2 });
    await line.park({ id: parked.id, model: MODEL, tenant: "default" }, 60_000, "last");
    await accepted("gen_4", { createdAt: START + 3, tenant: "films" });
    expect(await line.missing(MODEL)).toBe(2);
    const completed = [];
    for (const one of [...old, ...old, parked]) completed.push(await line.enter(one));
    expect(completed).toEqual([true, true, false, false, false]);
    expect(await line.missing(MODEL)).toBe(0);
    expect(await served(9)).toEqual(["gen_1", "gen_4", "gen_2"]);
    await admit("gen_3");
    expect(await line.enter(parked)).toBe(false);
  });

  it("drops an entry whose record an earlier version has changed", async () => {
    await accepted("gen_1");
    await redis.hset(opened.keys.generation("gen_1"), "status", "canceled");
    expect(await pick()).toEqual({ kind: "nobody" });
    expect(await redis.exists(opened.keys.line(MODEL, "default"))).toBe(0);
  });
});

describe("a pick", () => {
  it("is held for its ticket, and freed when the ticket picks again or ends", async () => {
    const own = await accepted("gen_1");
    expect(await pick("one")).toMatchObject({ id: "gen_1" });
    expect(await pick("two")).toEqual({ kind: "nobody" });
    expect(await line.pick({ id: "two", model: MODEL, own }, termsOf(9))).toMatchObject({
      kind: "later",
    });
    expect(await pick("one")).toMatchObject({ id: "gen_1" });
    await line.giveUp({ id: "one", model: MODEL });
    expect(await pick("two")).toMatchObject({ id: "gen_1" });
  });

  it("ends when its worker has died, unless it is renewed", async () => {
    await accepted("gen_1");
    await pick("one");
    const { picks } = opened.keys;
    const age = () => redis.hset(picks(MODEL), "one", `${START}:default:gen_1`);
    await age();
    await line.hold({ id: "one", model: MODEL });
    expect(await pick("two")).toEqual({ kind: "nobody" });
    await age();
    expect(await pick("two")).toMatchObject({ id: "gen_1" });
    // There is nothing left to hold.
    await line.hold({ id: "one", model: MODEL });
    expect(Object.keys(await redis.hgetall(picks(MODEL)))).toEqual(["two"]);
  });

  it("is given to as many tickets as slots are free, and to one that waits", async () => {
    for (const id of ["gen_1", "gen_2", "gen_3"]) await accepted(id);
    expect(await pick("one", 2)).toMatchObject({ id: "gen_1" });
    expect(await pick("two", 2)).toMatchObject({ id: "gen_2" });
    const crowded = await pick("three", 2);
    expect(crowded.kind === "crowded" && crowded.waitMs).toBeGreaterThan(0);
    expect(crowded.kind === "crowded" && crowded.waitMs).toBeLessThanOrEqual(PICK_MS);
    await admit("gen_1");
    await admit("gen_2");
    expect(await pick("three", 2)).toMatchObject({ id: "gen_3" });
    expect(await pick("four", 2)).toMatchObject({ kind: "crowded" });
  });
});

describe("a parked generation", () => {
  it("lets the others pass, and returns to its place", async () => {
    await accepted("gen_1");
    const own = await accepted("gen_2", { createdAt: START + 1 });
    await line.park({ id: "gen_1", model: MODEL, tenant: "default" }, 60_000, "to its place");
    expect(await served(2)).toEqual(["gen_2"]);
    await opened.store.change("gen_1", { kind: "cancel-requested" });
    expect(await redis.exists(opened.keys.parked(MODEL))).toBe(0);
    expect(await line.pick({ id: "gen_2", model: MODEL, own }, termsOf(9))).toEqual({
      kind: "nobody",
    });
  });

  it("makes its ticket wait until then", async () => {
    const own = await accepted("gen_1");
    await line.park({ id: "gen_1", model: MODEL, tenant: "default" }, 60_000, "to its place");
    const later = await line.pick({ id: "gen_1", model: MODEL, own }, termsOf(9));
    expect(later.kind === "later" && later.waitMs).toBeGreaterThan(0);
    expect(later.kind === "later" && later.waitMs).toBeLessThanOrEqual(60_000);
  });

  it.each([
    ["to its place", ["gen_1", "gen_2", "gen_0"]],
    ["last", ["gen_2", "gen_1", "gen_0"]],
    ["behind all", ["gen_2", "gen_0", "gen_1"]],
  ] as const)("comes back %s within its priority", async (comesBack, order) => {
    await accepted("gen_1", { priority: 1 });
    await accepted("gen_2", { priority: 1, createdAt: START + 1 });
    await accepted("gen_0");
    await line.park({ id: "gen_1", model: MODEL, tenant: "default" }, -1, comesBack);
    expect(await served(3)).toEqual(order);
  });

  it("stays as it is if it has left the line since", async () => {
    await accepted("gen_1");
    await admit("gen_1");
    await line.park({ id: "gen_1", model: MODEL, tenant: "default" }, 60_000, "last");
    expect(await redis.exists(opened.keys.parked(MODEL))).toBe(0);
  });
});

describe("tenants in a line", () => {
  const burst = async (name: string, count: number) => {
    for (let i = 0; i < count; i += 1)
      await accepted(`${name}_${i}`, { tenant: name, createdAt: START + i });
  };
  const namesOf = (ids: readonly string[]) => ids.map((id) => id.split("_")[0]);

  it("share the slots by weight, whatever the length of their backlogs (G12)", async () => {
    await tenant("a", 3);
    await burst("b", 9);
    await burst("a", 4);
    const names = namesOf(await served(8));
    expect(names.slice(0, 5).filter((name) => name === "a")).toHaveLength(4);
    expect(names.slice(5)).toEqual(["b", "b", "b"]);
  });

  it("are not served when they are at their own limit, and others are (G12)", async () => {
    await tenant("a", 1, 1);
    await burst("a", 3);
    await burst("b", 2);
    expect((await served(9)).toSorted((one, other) => (one < other ? -1 : 1))).toEqual([
      "a_0",
      "b_0",
      "b_1",
    ]);
    expect(await pick()).toEqual({ kind: "tenants-full", waitMs: null });
    expect(await admit("a_1")).toEqual({ kind: "tenant-full" });
    // An earlier version frees the slot without counting it for the tenant.
    await redis.hset(opened.keys.generation("a_0"), "slot", "");
    expect(await pick()).toMatchObject({ id: "a_1" });
  });

  it("save up nothing while they do not wait (G12)", async () => {
    await burst("b", 20);
    await served(6);
    await burst("a", 6);
    // One more than its share, because the last of the others is charged already.
    expect(namesOf(await served(4))).toEqual(["a", "a", "b", "a"]);
  });

  it("are charged for the time that a slot was taken, not for what was expected", async () => {
    await burst("a", 1);
    await served(1);
    expect(await redis.hget(opened.keys.shares(MODEL), "at:a")).toBe(String(EXPECTED_MS));
    await opened.store.change("a_0", answered(ACCEPTED));
    await opened.store.change("a_0", {
      kind: "task-read",
      task: { status: "CANCELED", id: ACCEPTED.taskId },
    });
    const charged = Number(await redis.hget(opened.keys.shares(MODEL), "at:a"));
    expect(charged).toBeGreaterThanOrEqual(0);
    expect(charged).toBeLessThan(EXPECTED_MS);
    expect(await redis.exists(opened.keys.holders(LANE))).toBe(0);
    expect(await redis.exists(opened.keys.tenantSlots("a"))).toBe(0);
  });

  it("count what stands at the door already", async () => {
    await burst("a", 2);
    await burst("b", 2);
    const ids = [];
    for (const ticket of ["1", "2", "3", "4"]) {
      const picked = await pick(ticket);
      if (picked.kind === "picked") ids.push(picked.id);
    }
    expect(namesOf(ids)).toEqual(["a", "b", "a", "b"]);
  });
});
