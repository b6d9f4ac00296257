import type { EndedTask, Generation, Job, Running } from "@dashqueue/queue/internal";
import { beforeEach, describe, expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import type { Sweep, ToldTasks } from "./sweep.ts";
import { tellEnded } from "./sweep.ts";

const { running, archiving } = GENERATIONS;

function runningTask(number: number, polls = 0): Running {
  const task = { ...running.task, id: `task-${number}`, polls };
  return { ...running, id: `gen_${number}`, task };
}

let records: Map<string, Generation>;
let told: ToldTasks;
let expected: EndedTask[];
let hints: string[];
let ensured: Job[];
let now: number;

beforeEach(() => {
  records = new Map([1, 2, 3].map((number) => [`gen_${number}`, runningTask(number)]));
  [told, expected, hints, ensured, now] = [new Map(), [], [], [], START];
});

function sweep(ids: readonly string[], changes: Partial<Sweep> = {}) {
  const given = { completeSince: START - 100_000, startedAt: now, allowedLagMs: 10_000 };
  return tellEnded({ ids: new Set(ids), ...given, ...changes }, told, {
    store: {
      get: async (id) => records.get(id) ?? null,
      ownersOf: async (taskIds) =>
        taskIds.map((id) => (/^task-\d+$/.test(id) ? id.replace("task-", "gen_") : null)),
      runningAmong: async (some) =>
        new Set(some.filter((id) => records.get(id)?.status === "running")),
      hint: async (taskId) => void hints.push(taskId),
    },
    queues: { ensure: async (job) => void ensured.push(job) },
    now: () => now,
    expected: async () => expected,
    stopExpecting: async (taskIds) => {
      expected = expected.filter(({ taskId }) => !taskIds.includes(taskId));
    },
  });
}

const NOTHING = { told: 0, confirmed: 0, unlisted: 0, running: 0 };

describe("a task that the list calls ended", () => {
  it("is polled now, once, and its record does not change (G4, G6)", async () => {
    expect(await sweep(["task-1"])).toEqual({ ...NOTHING, told: 1 });
    expect(hints).toEqual(["task-1"]);
    expect(ensured).toMatchObject([{ id: "poll-gen_1", delayMs: 0 }]);
    now += 5_000;
    expect(await sweep(["task-1"])).toEqual(NOTHING);
    expect(hints).toHaveLength(1);
  });

  it("is ignored if it is not ours, or known to have ended, or was replaced", async () => {
    records.set("gen_1", { ...archiving, id: "gen_1" });
    records.set("gen_2", { ...runningTask(7), id: "gen_2" });
    expect(await sweep(["of-another-system", "task-1", "task-2"])).toEqual(NOTHING);
    expect([hints, told.size]).toEqual([[], 0]);
  });

  it("is confirmed by its poll", async () => {
    await sweep(["task-1", "task-2"]);
    records.set("gen_1", { ...archiving, id: "gen_1" });
    expect(await sweep(["task-1", "task-2"])).toEqual({ ...NOTHING, confirmed: 1 });
    // Failed, and queued again with another task.
    records.set("gen_2", { ...runningTask(7), id: "gen_2" });
    now += 30_000;
    expect(await sweep([])).toEqual({ ...NOTHING, confirmed: 1 });
    expect(told.size).toBe(0);
  });

  it("speaks against the list if a poll finds it running, but not before it was polled", async () => {
    await sweep(["task-1"]);
    now += 30_000;
    expect(await sweep(["task-1"])).toEqual(NOTHING);
    records.set("gen_1", runningTask(1, 1));
    expect(await sweep([])).toEqual({ ...NOTHING, running: 1 });
    expect(told.size).toBe(0);
  });

  it("is not reported while 300 others wait for their polls", async () => {
    const ids = Array.from({ length: 400 }, (_, index) => `task-${index}`);
    for (let number = 0; number < 400; number += 1)
      records.set(`gen_${number}`, runningTask(number));
    expect(await sweep(ids)).toMatchObject({ told: 300 });
    expect(await sweep(ids)).toMatchObject({ told: 0 });
  });
});

describe("a task that a poll found to have ended", () => {
  const ended = (taskId: string, endedAt: number, begunAt = START - 60_000) => ({
    taskId,
    begunAt,
    endedAt,
  });

  it("speaks against a list that does not show it", async () => {
    expected = [ended("task-8", START - 20_000), ended("task-9", START - 20_000)];
    expect(await sweep(["task-9"])).toEqual({ ...NOTHING, unlisted: 1 });
    expect(expected).toEqual([]);
  });

  it("is waited for as long as the list may lag, and while the list cannot be read", async () => {
    expected = [ended("task-9", START - 5_000)];
    expect(await sweep([])).toEqual(NOTHING);
    now += 20_000;
    expect(await sweep([], { completeSince: Infinity })).toEqual(NOTHING);
    expect(expected).toHaveLength(1);
    expect(await sweep([])).toEqual({ ...NOTHING, unlisted: 1 });
  });

  it("is not counted against a list that does not reach back to it", async () => {
    expected = [ended("task-9", START - 20_000, START - 200_000)];
    expect(await sweep([])).toEqual(NOTHING);
    expect(expected).toEqual([]);
  });
});
