import type { Generation, Job } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { FAILURE, GENERATIONS, START } from "../../test/fixtures/generations.ts";
import type { OverduePorts } from "./overdue.ts";
import { endOverdue } from "./overdue.ts";

const never = new AbortController().signal;
const { queued, submitting, running, failed } = GENERATIONS;
const waiting: Generation = { ...queued, maxQueueMs: 1_000 };
const webhookUrl = "https://caller.example/hook";
const late = { ...FAILURE, kind: "deadline_exceeded" } as const;
const ended: Generation = { ...failed, failure: late, webhookUrl };

/** @param after what the store makes of the record; undefined if it is missing. */
function looking(after?: Generation, isChanged = false) {
  const deadlines = new Map([["gen_01", START]]);
  const ensured: Job[] = [];
  const told: string[] = [];
  const checked: string[] = [];
  const ports: OverduePorts = {
    store: {
      passedDeadlines: async (now, limit) =>
        [...deadlines].flatMap(([id, at]) => (at <= now ? [id] : [])).slice(0, limit),
      async watchDeadlines(ids, at) {
        for (const id of ids) deadlines.set(id, at);
      },
      async forgetDeadlines(ids) {
        for (const id of ids) deadlines.delete(id);
      },
      get: async () => (isChanged ? waiting : (after ?? null)),
    },
    async expire() {
      if (after === undefined) return { kind: "missing" };
      return isChanged ? { kind: "changed", generation: after } : null;
    },
    checkAfterRestart: async ({ id }) => void checked.push(id),
    queues: { ensure: async (job) => void ensured.push(job) },
    delays: { pollMs: () => 1, sendMs: 1, createMs: 1, reconcileMs: 1 },
    now: () => START,
    ended: (before, now) => void told.push(`${before.status} → ${now.status}`),
  };
  return { ports, deadlines, ensured, told, checked };
}

it("ends what was not submitted in time, and notifies its caller", async () => {
  const { ports, deadlines, ensured, told } = looking(ended, true);
  await endOverdue(ports, never);
  expect(told).toEqual(["queued → failed"]);
  expect(ensured).toMatchObject([{ stage: "notify" }]);
  expect(deadlines).toEqual(new Map());
});

it("notifies the caller even if the process that ended it has crashed (G5)", async () => {
  const { ports, deadlines, ensured, told } = looking(ended);
  await endOverdue(ports, never);
  expect([told, ensured.length, deadlines.size]).toEqual([[], 1, 0]);
});

it.each<[string, Generation | undefined]>([
  ["has a task", running],
  ["had a task that failed", { ...waiting, failedTasks: ["task-1"] }],
  ["may wait forever", queued],
  ["ended otherwise", { ...failed, webhookUrl }],
  ["is gone", undefined],
])("forgets the deadline of one that %s", async (_, after) => {
  const { ports, deadlines, ensured, told } = looking(after);
  await endOverdue(ports, never);
  expect([told, ensured, deadlines.size]).toEqual([[], [], 0]);
});

it("looks again at one that may wait again", async () => {
  const { ports, deadlines, checked } = looking({ ...submitting, maxQueueMs: 1_000 });
  await endOverdue(ports, never);
  expect(deadlines).toEqual(new Map([["gen_01", START + 30_000]]));
  expect(checked).toEqual([]);
});

it("ends all that are due, some at a time", async () => {
  const { ports, deadlines, told } = looking(ended, true);
  for (let count = 0; count < 500; count += 1) deadlines.set(`gen_${count}`, START);
  const sizes: number[] = [];
  const passedDeadlines: typeof ports.store.passedDeadlines = async (now, limit) => {
    const due = await ports.store.passedDeadlines(now, limit);
    sizes.push(due.length);
    return due;
  };
  await endOverdue({ ...ports, store: { ...ports.store, passedDeadlines } }, never);
  expect([told.length, deadlines.size, sizes]).toEqual([501, 0, [200, 200, 101, 0]]);
});

it("checks the tasks after a restart of Redis itself, once for each model (G1)", async () => {
  const { ports, deadlines, checked, told } = looking(waiting);
  deadlines.set("gen_02", START).set("gen_03", START);
  const models = new Map([["gen_03", "wan2.6-t2v"]]);
  const get: typeof ports.store.get = async (id) => {
    const { request } = waiting;
    return { ...waiting, id, request: { ...request, model: models.get(id) ?? request.model } };
  };
  await endOverdue({ ...ports, store: { ...ports.store, get } }, never);
  expect(told).toEqual([]);
  expect(checked).toEqual(["gen_02", "gen_03"]);
  expect(Object.fromEntries(deadlines)).toEqual({
    gen_01: START + 30_000,
    gen_02: START + 1_000,
    gen_03: START + 1_000,
  });
});

it("puts off a record that it cannot read, and stops when the process closes", async () => {
  const { ports, deadlines, ensured } = looking(ended);
  await endOverdue(ports, AbortSignal.abort());
  expect(deadlines.get("gen_01")).toBe(START);
  deadlines.set("gen_02", START);
  const get = async (id: string) => {
    if (id === "gen_01") throw new Error("a newer version wrote it");
    return ports.store.get(id);
  };
  const unreadable = { ...ports, store: { ...ports.store, get } };
  await expect(endOverdue(unreadable, never)).rejects.toThrow("newer");
  expect(deadlines).toEqual(new Map([["gen_01", START + 30_000]]));
  expect(ensured).toHaveLength(1);
});
