import type { Change, Generation, Job, Lane } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { FAILURE, GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { storedRecords } from "../../test/fixtures/stored-records.ts";
import type { RepairPorts } from "./repair.ts";
import { repair } from "./repair.ts";

const LANE = { account: "default", model: "wan2.1-vace-plus" };
const never = new AbortController().signal;

function ports(records: readonly Generation[], live: readonly string[]) {
  const ensured: Job[] = [];
  const repaired: Generation[] = [];
  const compared: string[] = [];
  const corrected: string[] = [];
  const noticed: Change[] = [];
  const swept: [number | null, string[]][] = [];
  const { store, lists } = storedRecords(records);
  const result: RepairPorts = {
    store,
    queues: {
      isLive: async (job) => live.includes(job.id),
      ensure: async (job) => void ensured.push(job),
    },
    line: { missing: async () => 0, enter: async () => false },
    shortage: async (model) =>
      records.filter(({ status, request }) => status === "queued" && request.model === model)
        .length - live.filter((id) => id.startsWith("submit-")).length,
    delays: { pollMs: () => 1, sendMs: 1, createMs: 1, reconcileMs: 1 },
    now: () => START,
    sleep: async () => {},
    lanes: async () => [LANE],
    slots: async () => ["gen_gone"],
    correctSlot: async (_lane, id) => {
      compared.push(id);
      return false;
    },
    blocks: async () => ({ reason: null, tenants: new Map(), byCost: false, of: () => null }),
    toldBlocks: async () => ({ reason: null, tenants: {}, at: START }),
    keepToldBlocks: async () => {},
    retentionMs: 1_000,
    sweepUploads: async (since, needed) => void swept.push([since, [...(await needed())]]),
    report: {
      jobRestored: (generation) => void repaired.push(generation),
      slotCorrected: (_lane, id) => void corrected.push(id),
      noticed: (_generation, notice) => void noticed.push(notice),
    },
  };
  return { ports: result, ensured, repaired, compared, corrected, noticed, swept, lists };
}

describe("repair", () => {
  it("keeps the uploads that old open generations need, and sweeps the others", async () => {
    const id = "upl_01KAQ3XW8J5T6V9E2YB7N4M1RC";
    const { queued } = GENERATIONS;
    const request = { ...queued.request, input: { img_url: `upload://${id}` } };
    const given = ports([{ ...queued, request }], [`submit-${queued.id}`]);
    await repair(given.ports, never);
    expect(given.swept).toEqual([[START - 1_000, [id]]]);
  });

  it("repairs the others if a holder of a slot was written by a newer version", async () => {
    const { running } = GENERATIONS;
    const given = ports([running], []);
    const get = async (id: string) => {
      if (id === "gen_gone") throw new Error("a newer version wrote it");
      return given.ports.store.get(id);
    };
    await repair({ ...given.ports, store: { ...given.ports.store, get } }, never);
    expect(given.repaired).toEqual([running]);
  });

  it("restores the job of every open record without a live one (G5)", async () => {
    const records = Object.values(GENERATIONS).map((one) =>
      Object.assign({}, one, { id: `gen_${one.status}` }),
    );
    const given = ports(records, ["archive-gen_archiving"]);
    await repair(given.ports, never);
    expect(given.ensured.map(({ id }) => id)).toEqual([
      "poll-gen_submitting",
      "poll-gen_uncertain",
      "poll-gen_running",
      "submit-gen_queued",
    ]);
    expect(given.repaired.map(({ status }) => status)).toEqual([
      "submitting",
      "uncertain",
      "running",
      "queued",
    ]);
  });

  const { running } = GENERATIONS;
  it.each<[string, { get?: Generation | null; isLive?: boolean; closing?: boolean }]>([
    ["changed meanwhile", { get: { ...running, revision: running.revision + 1 } }],
    ["got its job meanwhile", { isLive: true }],
    ["was deleted meanwhile", { get: null }],
    ["is left to the next pass when the process closes", { closing: true }],
  ])("does not restore the job of a record that %s", async (_, { get, isLive, closing }) => {
    const given = ports([running], []);
    const controller = new AbortController();
    const waits: number[] = [];
    await repair(
      {
        ...given.ports,
        store: { ...given.ports.store, get: async () => (get === undefined ? running : get) },
        queues: { ...given.ports.queues, isLive: async () => isLive === true && waits.length > 0 },
        sleep: async (delayMs) => {
          waits.push(delayMs);
          if (closing) controller.abort();
        },
      },
      controller.signal,
    );
    expect(waits).toEqual([5_000]);
    expect([...given.ensured, ...given.repaired]).toEqual([]);
  });

  it("reads busy records page by page, and none that waits while no job is missing", async () => {
    const some = (count: number, generation: Generation) =>
      Array.from({ length: count }, (_, index) => ({ ...generation, id: `gen_${index}` }));
    const given = ports(some(450, GENERATIONS.running), []);
    await repair(given.ports, never);
    expect(given.ensured).toHaveLength(450);
    const waiting = some(1_000, GENERATIONS.queued);
    const idle = ports(
      waiting,
      waiting.map(({ id }) => `submit-${id}`),
    );
    await repair({ ...idle.ports, retentionMs: null }, never);
    expect(idle.lists.filter(({ status }) => status?.includes("queued"))).toEqual([]);
  });

  it("restores the job of a generation that kept its slot, in the queue of its own (G5)", async () => {
    const keptSlot = { account: LANE.account, lane: LANE.model, notBefore: START };
    const kept: Generation = { ...GENERATIONS.queued, id: "gen_kept", keptSlot };
    const given = ports([kept, GENERATIONS.queued], [`submit-${GENERATIONS.queued.id}`]);
    await repair({ ...given.ports, slots: async () => ["gen_kept"] }, never);
    expect(given.ensured).toMatchObject([{ id: "submit-gen_kept", queue: "resubmit" }]);
    expect(given.lists.filter(({ status }) => status === "queued")).toEqual([]);
  });

  it("stops when the process closes", async () => {
    const given = ports(Object.values(GENERATIONS), []);
    await repair(given.ports, AbortSignal.abort());
    expect(given.ensured).toEqual([]);
  });

  it("compares every slot with its record, and every holder of a slot with its lane (G3)", async () => {
    const given = ports(Object.values(GENERATIONS), []);
    await repair({ ...given.ports, correctSlot: async () => true }, never);
    expect(given.corrected).toEqual(["gen_01", "gen_01", "gen_01", "gen_gone"]);
  });

  it("corrects a slot in the lane of the attempt, even if a release regroups the model (G3)", async () => {
    const { running } = GENERATIONS;
    const attempt = { ...running.attempt, account: "other", lane: "group-of-yesterday" };
    const lanes: Lane[] = [];
    const given = ports([{ ...running, attempt }], []);
    const correctSlot = async (lane: Lane) => lanes.push(lane) > 0;
    await repair({ ...given.ports, slots: async () => [], correctSlot }, never);
    expect(lanes).toEqual([{ account: "other", model: "group-of-yesterday" }]);
  });

  it("records which result is about to expire, and why a generation waits", async () => {
    const arrears = { ...FAILURE, kind: "arrears" } as const;
    const given = ports([GENERATIONS.queued, GENERATIONS.archiving], []);
    const blocks = async () => ({
      reason: "arrears",
      tenants: new Map(),
      byCost: false,
      of: () => arrears,
    });
    await repair({ ...given.ports, blocks }, never);
    expect(given.noticed).toEqual([
      { kind: "expiry-near", hoursLeft: 2 },
      { kind: "account-paused", failure: arrears },
    ]);
  });
});
