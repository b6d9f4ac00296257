import type { Change, Generation, Job, Lane } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { FAILURE, GENERATIONS, START } from "../../test/fixtures/generations.ts";
import type { RepairPorts } from "./repair.ts";
import { repair } from "./repair.ts";

const LANE = { account: "default", model: "wan2.1-vace-plus" };
const never = new AbortController().signal;

function ports(records: readonly Generation[], live: readonly string[]) {
  const ensured: Job[] = [];
  const repaired: Generation[] = [];
  const changes: Change[] = [];
  const compared: string[] = [];
  const corrected: string[] = [];
  const noticed: Change[] = [];
  const swept: [number | null, string[]][] = [];
  const slots = ["gen_gone"];
  const result: RepairPorts = {
    store: {
      get: async (id) => records.find((record) => record.id === id) ?? null,
      list: async ({ status, limit, after }) => {
        const matching = records.filter((record) => record.status === status);
        const from = after === undefined ? 0 : matching.findIndex(({ id }) => id === after) + 1;
        return matching.slice(from, from + limit);
      },
      change: async (_id, change) => {
        changes.push(change);
        return { kind: "changed", generation: GENERATIONS.archiving };
      },
    },
    queues: {
      isLive: async (job) => live.includes(job.id),
      ensure: async (job) => void ensured.push(job),
    },
    delays: { pollMs: () => 1, sendMs: 1, createMs: 1, reconcileMs: 1 },
    now: () => START,
    sleep: async () => {},
    lanes: async () => [LANE],
    slots: async () => slots,
    correctSlot: async (_lane, id) => {
      compared.push(id);
      return false;
    },
    blocks: async () => () => null,
    retentionMs: 1_000,
    sweepUploads: async (since, needed) => void swept.push([since, [...needed]]),
    report: {
      jobRestored: (generation) => void repaired.push(generation),
      slotCorrected: (_lane, id) => void corrected.push(id),
      noticed: (_generation, notice) => void noticed.push(notice),
    },
  };
  return { ports: result, ensured, repaired, compared, corrected, noticed, swept };
}

describe("repair", () => {
  it("keeps the uploads that open generations need, and sweeps the others", async () => {
    const id = "upl_01KAQ3XW8J5T6V9E2YB7N4M1RC";
    const { queued } = GENERATIONS;
    const request = { ...queued.request, input: { img_url: `upload://${id}` } };
    const given = ports([{ ...queued, request }], []);
    await repair(given.ports, never);
    expect(given.swept).toEqual([[START - 1_000, [id]]]);
  });

  it("restores the job of every open record without a live one (G5)", async () => {
    const records = Object.values(GENERATIONS).map((one) =>
      Object.assign({}, one, { id: `gen_${one.status}` }),
    );
    const given = ports(records, ["archive-gen_archiving"]);
    await repair(given.ports, never);
    expect(given.ensured.map(({ id }) => id)).toEqual([
      "submit-gen_queued",
      "poll-gen_submitting",
      "poll-gen_uncertain",
      "poll-gen_running",
    ]);
    expect(given.repaired.map(({ status }) => status)).toEqual([
      "queued",
      "submitting",
      "uncertain",
      "running",
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

  it("reads page by page", async () => {
    const many = Array.from({ length: 450 }, (_, index) => ({
      ...GENERATIONS.queued,
      id: `gen_${index}`,
    }));
    const given = ports(many, []);
    await repair(given.ports, never);
    expect(given.ensured).toHaveLength(450);
  });

  it("stops when the process closes", async () => {
    const given = ports(Object.values(GENERATIONS), []);
    await repair(given.ports, AbortSignal.abort());
    expect(given.ensured).toEqual([]);
  });

  it("compares every slot with its record, and every holder of a slot with its lane (G3)", async () => {
    const given = ports(Object.values(GENERATIONS), []);
    await repair({ ...given.ports, correctSlot: async () => true }, never);
    expect(given.corrected).toEqual(["gen_gone", "gen_01", "gen_01", "gen_01"]);
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

  it("records why a generation waits, and which result is about to expire", async () => {
    const arrears = { ...FAILURE, kind: "arrears" } as const;
    const given = ports([GENERATIONS.queued, GENERATIONS.archiving], []);
    await repair({ ...given.ports, blocks: async () => () => arrears }, never);
    expect(given.noticed).toEqual([
      { kind: "account-paused", failure: arrears },
      { kind: "expiry-near", hoursLeft: 2 },
    ]);
  });
});
