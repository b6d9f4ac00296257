import { testRedis } from "@dashqueue/testing";
import { Worker } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";

import { costEntryOf, dayOf, sumOf } from "../src/costs/cost-totals.ts";
import type { AccountGate } from "../src/gate/account-gate.ts";
import { createAccountGate } from "../src/gate/account-gate.ts";
import type { Change } from "../src/transitions/change.ts";
import type { Generation, Status } from "../src/generation/generation.ts";
import { holdsSlot, isTerminal, STATUSES } from "../src/generation/status.ts";
import type { Delays, JobData } from "../src/jobs/job.ts";
import { jobOf, STAGES } from "../src/jobs/job.ts";
import { openQueues } from "../src/jobs/queues.ts";
import { readIdleStages } from "../src/quote/idle-stages.ts";
import type { GenerationStore } from "../src/store/generation-store.ts";
import { createGenerationStore } from "../src/store/generation-store.ts";
import type { Keys } from "../src/store/keys.ts";
import { createKeys } from "../src/store/keys.ts";
import { FAILURE, SUCCEEDED } from "./fixtures/generations.ts";
import { loadDump } from "./redis-dump.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const DELAYS: Delays = {
  pollMs: () => 15_000,
  sendMs: 5_000,
  createMs: 40_000,
  reconcileMs: 60_000,
};
const [KLING, VACE] = ["kling", "wan2.1-vace-plus"] as const;
const LANES = [
  { account: "default", model: KLING },
  { account: "default", model: VACE },
  { account: "default", model: "wan2.2-t2i-flash" },
  { account: "paris", model: KLING },
  { account: "paris", model: VACE },
  { account: "paris", model: "wan2.5-t2i-preview" },
] as const;
const COUNTS: Record<Status, number> = {
  queued: 8,
  submitting: 1,
  uncertain: 1,
  running: 4,
  archiving: 1,
  succeeded: 3,
  failed: 2,
  canceled: 2,
};

let keys: Keys;
let store: GenerationStore;
let gate: AccountGate;
let exportedAt: number;
beforeEach(async () => {
  keys = createKeys(testRedis().prefix);
  exportedAt = await loadDump(redis, keys.prefix);
  store = createGenerationStore(redis, keys, () => exportedAt);
  gate = createAccountGate(redis, keys);
});

const all = () => store.list({ limit: 100 });

async function some<S extends Status>(status: S) {
  return (await store.list({ status, limit: 100 })) as readonly Extract<
    Generation,
    { status: S }
  >[];
}

const slots = async () =>
  Object.fromEntries(
    await Promise.all(
      LANES.map(async (lane) => [`${lane.account}:${lane.model}`, await gate.slots(lane)] as const),
    ),
  );

async function change(id: string, ...changes: readonly Change[]): Promise<void> {
  for (const each of changes)
    expect(await store.change(id, each)).toMatchObject({ kind: "changed" });
}

describe("Redis filled by an earlier version", () => {
  it("has a readable record and readable events in every status", async () => {
    for (const status of STATUSES) expect(await some(status)).toHaveLength(COUNTS[status]);
    const generations = await all();
    expect(generations).toHaveLength(22);
    for (const generation of generations) {
      const indexed = { status: generation.status, model: generation.request.model, limit: 100 };
      expect(await store.list(indexed)).toContainEqual(generation);
      const events = await store.events(generation.id);
      expect(events[0]).toMatchObject({ name: "generation-accepted", status: "queued" });
      expect(events.at(-1)).toMatchObject({ status: generation.status });
      expect(await store.events(generation.id, events[0]?.id)).toEqual(events.slice(1));
      if (!isTerminal(generation.status)) continue;
      await store.archived(generation.id);
      expect(await store.get(generation.id)).toEqual(generation);
      expect(await store.events(generation.id)).toEqual(events);
    }
  });

  it("has a live job for every open record, under the id of today (G5)", async () => {
    const queues = openQueues(redis, keys.prefix);
    for (const generation of (await all()).filter(({ status }) => !isTerminal(status))) {
      const job = jobOf(generation, DELAYS, exportedAt);
      expect(job && (await queues.isLive(job))).toBe(true);
    }
    await queues.close();
  });

  it("has its submit jobs processed, the higher priority first", async () => {
    const waiting = (await some("queued")).filter((queued) => !holdsSlot(queued));
    for (const model of new Set(waiting.map(({ request }) => request.model))) {
      const own = waiting.filter(({ request }) => request.model === model);
      const ids = own
        .toSorted((one, other) => other.priority - one.priority || (one.id < other.id ? -1 : 1))
        .map(({ id }) => id);
      expect(await processed(`submit-${model}`, ids)).toEqual(ids);
    }
  });

  it("has every holder of a slot in its lane, and no other generation (G3)", async () => {
    const holders = (await all()).filter(holdsSlot).map(({ id }) => id);
    expect(
      Object.values(await slots())
        .flat()
        .sort(),
    ).toEqual(holders.sort());
    for (const lane of LANES)
      for (const { id } of await all()) expect(await gate.correctSlot(lane, id)).toBe(false);
  });

  it("frees each slot in the lane where it was taken (G3)", async () => {
    const [before, holders] = [await slots(), (await all()).filter(holdsSlot)];
    expect(Object.values(before).map(({ length }) => length)).toEqual([2, 2, 1, 1, 1, 1]);
    for (const generation of holders) {
      const held = Object.entries(await slots()).find(([, ids]) => ids.includes(generation.id));
      await change(generation.id, ...endOf(generation));
      const left = held?.[1].filter((id) => id !== generation.id).sort();
      expect((await slots())[held?.[0] ?? ""]?.toSorted()).toEqual(left);
    }
    expect(Object.values(await slots()).flat()).toEqual([]);
  });

  it("has its tasks polled, archived and succeeded", async () => {
    for (const { id, task } of await some("running"))
      await change(id, { kind: "task-read", task: { ...SUCCEEDED, id: task.id } });
    for (const { id } of await some("archiving")) {
      const file = { name: "video.mp4", bytes: 3, sha256: "abc", contentType: "video/mp4" };
      await change(id, { kind: "files-archived", files: [file] });
    }
    expect(await some("succeeded")).toHaveLength(3 + 4 + 1);
    expect(await costTotals()).toEqual(await costsOfRecords());
  });

  it("has the totals of its records' costs", async () => {
    expect(await costTotals()).toEqual(await costsOfRecords());
    const [uncertain] = await some("uncertain");
    await change(uncertain!.id, ...endOf(uncertain!));
    expect(await costTotals()).toEqual(await costsOfRecords());
  });

  it("admits a create request only after the lanes were checked", async () => {
    const queued = (await some("queued")).find(({ priority }) => priority === 9);
    const lane = { account: "default", model: VACE };
    const limits = { maxInFlight: 3, intervalMs: 0, raiseMs: 1, probeMs: 1 };
    const begin = () =>
      store.begin(queued!.id, { lane, limits, baseUrl: "http://localhost/api/v1" });
    expect(await begin()).toEqual({ kind: "unchecked" });
    await gate.checked(lane, (await gate.serverChange())!.since, null);
    expect(await begin()).toMatchObject({ kind: "changed" });
    expect(await gate.slots(lane)).toHaveLength(3);
  });

  it("keeps what it knew of accounts, idempotency keys, tasks and uploads", async () => {
    expect(await gate.pausedFor("paris")).toMatchObject({ kind: "arrears", code: "Arrearage" });
    const known = await redis.keys(`${keys.prefix}:idempotency:*`);
    expect(known).toHaveLength(3);
    for (const key of known) expect(await store.isAccepted(key.split(":")[2] ?? "")).toBe(true);
    const [running] = await some("running");
    expect(await store.ownersOf([running!.task.id])).toEqual([running!.id]);
  });

  it("shows why a generation waited, even under the event's earlier name", async () => {
    const waiting = (await some("queued")).filter(({ delayed }) => delayed?.kind === "spend_limit");
    expect(waiting.length).toBeGreaterThan(0);
    for (const { id } of waiting)
      expect((await store.events(id)).at(-1)).toMatchObject({
        name: "account-paused",
        detail: { reason: "spend_limit" },
      });
  });

  it("is forgotten with everything that points to it", async () => {
    const ended = await store.endedBefore(exportedAt + 1, { offset: 0, limit: 100 });
    expect(ended).toHaveLength(7);
    for (const id of ended) await store.forget(id);
    expect((await all()).filter(({ status }) => isTerminal(status))).toEqual([]);
    expect(await redis.keys(`${keys.prefix}:idempotency:*`)).toHaveLength(2);
  });
});

/** The last changes of a generation that holds a slot. */
function endOf(generation: Generation): readonly Change[] {
  const attempt = generation.attempts;
  switch (generation.status) {
    case "submitting": {
      const begun = generation.attempt;
      const answer = { kind: "not-sent", failure: FAILURE } as const;
      return [{ kind: "create-answered", attempt, begun, answer }];
    }
    case "uncertain":
      return [
        { kind: "outcome-claimed", attempt, taskId: null, by: "ann" },
        { kind: "claim-confirmed", attempt, taskId: null, requestId: null },
      ];
    case "running":
      return [{ kind: "task-read", task: { status: "CANCELED", id: generation.task.id } }];
    case "queued":
      return [{ kind: "cancel-requested" }];
    case "archiving":
    case "succeeded":
    case "failed":
    case "canceled":
      return [];
  }
}

/** These generations in the order in which a worker of the queue gets their jobs. */
async function processed(queue: string, ids: readonly string[]): Promise<readonly string[]> {
  const got: string[] = [];
  const connection = redis.duplicate({ maxRetriesPerRequest: null });
  const { promise, resolve } = Promise.withResolvers<void>();
  const worker = new Worker<JobData>(
    queue,
    async ({ id, data }) => {
      expect(id).toBe(`submit-${data.generationId}`);
      // A worker that crashed after its attempt began left its submit job in the queue.
      if (ids.includes(data.generationId) && got.push(data.generationId) === ids.length) resolve();
    },
    { connection, prefix: keys.prefix, concurrency: 1 },
  );
  await promise;
  await worker.close();
  await connection.quit();
  return got;
}

type Totals = ReadonlyMap<string, readonly [amount: string | null, generations: number]>;

async function costTotals(): Promise<Totals> {
  const totals = await store.costs([dayOf(exportedAt)]);
  return new Map(
    totals.map(({ account, model, state, currency, amount, generations }) => [
      JSON.stringify([account, model, state, currency]),
      [amount, generations],
    ]),
  );
}

/** The same, added up from the records. */
async function costsOfRecords(): Promise<Totals> {
  const entries = (await all()).map(costEntryOf).filter((entry) => entry !== null);
  const groups = Map.groupBy(entries, ({ account, model, state, cost }) =>
    JSON.stringify([account, model, state, cost?.currency ?? null]),
  );
  return new Map(
    [...groups].map(([group, own]) => {
      const amounts = own.flatMap(({ cost }) => (cost === null ? [] : [cost.amount]));
      return [group, [amounts.length === 0 ? null : sumOf(amounts), own.length]];
    }),
  );
}

it("has workers that do not announce themselves, and are not taken for absent ones", async () => {
  expect([...(await readIdleStages(redis, keys))]).toEqual([]);
  // A worker of this version has used Redis since.
  await gate.serverChange();
  expect([...(await readIdleStages(redis, keys))]).toEqual([...STAGES]);
});
