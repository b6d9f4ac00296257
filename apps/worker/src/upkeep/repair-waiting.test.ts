import type { Generation } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { storedRecords } from "../../test/fixtures/stored-records.ts";
import { completeLine, waitingWithoutJob } from "./repair-waiting.ts";

const never = new AbortController().signal;
const { queued } = GENERATIONS;
const MODEL = queued.request.model;
const waiting: readonly Generation[] = Array.from({ length: 1_200 }, (_, index) => ({
  ...queued,
  id: `gen_${index}`,
}));

/** Every generation but these has a live job. */
function given(without: readonly string[], shortage = without.length, records = waiting) {
  const { store, lists } = storedRecords(records);
  const queues = {
    isLive: async ({ id }: { readonly id: string }) => !without.includes(id.replace("submit-", "")),
  };
  return { ports: { store, queues, shortage: async () => shortage }, lists };
}

const idsOf = (generations: readonly Generation[]) => generations.map(({ id }) => id);

it("finds the generations without a job, and reads no further than to the last one", async () => {
  const { ports, lists } = given(["gen_3", "gen_700"]);
  expect(idsOf(await waitingWithoutJob(ports, new Map(), never))).toEqual(["gen_3", "gen_700"]);
  expect(lists).toHaveLength(2);
});

it("reads nothing while each has a job, those in the queue of kept slots included", async () => {
  const { ports, lists } = given(["gen_kept"]);
  expect(await waitingWithoutJob(ports, new Map([[MODEL, 1]]), never)).toEqual([]);
  expect(lists).toEqual([]);
});

it("leaves out generations that were submitted since or kept their slot", async () => {
  const keptSlot = { account: "default", lane: MODEL, notBefore: START };
  const kept: Generation = { ...queued, id: "gen_kept", keptSlot };
  const { ports } = given(["gen_kept", "gen_gone", "gen_3"], 9, [kept, ...waiting]);
  expect(idsOf(await waitingWithoutJob(ports, new Map(), never))).toEqual(["gen_3"]);
});

it("stops when the process closes", async () => {
  const { ports } = given(["gen_3"]);
  expect(await waitingWithoutJob(ports, new Map(), AbortSignal.abort())).toEqual([]);
});

it("passes over a record that a newer version wrote", async () => {
  const { ports } = given(["gen_3", "gen_newer"], 2);
  const get = async (id: string) => {
    if (id === "gen_3") throw new Error("a newer version wrote it");
    return ports.store.get(id);
  };
  const store = { ...ports.store, get };
  expect(await waitingWithoutJob({ ...ports, store }, new Map(), never)).toEqual([]);
});

it("adds the missing generations to the line, except those that kept a slot", async () => {
  const { store, lists } = storedRecords(waiting);
  const absent = new Set(["gen_3", "gen_700"]);
  const line = {
    missing: async () => absent.size + 1,
    enter: async ({ id }: { readonly id: string }) => absent.delete(id),
  };
  await completeLine({ store, line }, new Map([[MODEL, 1]]), never);
  expect([...absent]).toEqual([]);
  expect(lists).toHaveLength(2);
  await completeLine({ store, line }, new Map([[MODEL, 1]]), never);
  expect(lists).toHaveLength(2);
});
