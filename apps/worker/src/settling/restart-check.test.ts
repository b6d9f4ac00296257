import { describe, expect, it } from "vitest";

import {
  FAILURE,
  GENERATIONS,
  START,
  SUCCEEDED,
  taskAnswer,
} from "../../test/fixtures/generations.ts";
import type { RestartCheckPorts } from "./restart-check.ts";
import { checkAfterRestart } from "./restart-check.ts";

const { queued } = GENERATIONS;
const never = new AbortController().signal;
const PLACE = {
  account: "default",
  lane: "wan2.1-vace-plus",
  baseUrl: "https://dashscope.aliyuncs.com/api/v1",
};
const MODEL = queued.request.model;
const ROW = {
  taskId: "task-1",
  requestId: "r-1",
  model: MODEL,
  status: "SUCCEEDED",
  createdAt: START + 5,
};

async function check(given: Partial<RestartCheckPorts> = {}, signal = never) {
  const log: unknown[][] = [];
  const ports: RestartCheckPorts = {
    places: [PLACE],
    models: [MODEL],
    sentAs: (model) => model,
    listTasks: async () => ({ kind: "rows", rows: [ROW] }),
    look: async () => taskAnswer({ ...SUCCEEDED, origPrompt: "a girl" }),
    ownersOf: async () => [null],
    openGenerations: async () => [queued],
    record: async (id, change) => {
      log.push([id, change]);
      return { kind: "changed", generation: queued };
    },
    serverSince: async () => START,
    checked: async (since) => void log.push(["checked", since]),
    report: (foreign) => void log.push(["foreign", ...foreign.map(({ taskId }) => taskId)]),
    waitsFor: () => {},
    now: () => START + 100,
    reconcileMs: 1,
    ...given,
  };
  await checkAfterRestart(ports, signal);
  return log;
}

describe("checkAfterRestart", () => {
  it("gives a generation its task back that Redis has forgotten, and opens the lane", async () => {
    expect(await check()).toEqual([
      [
        queued.id,
        {
          kind: "task-recovered",
          begun: { ...PLACE, begunAt: START + 5 },
          taskId: "task-1",
          requestId: "r-1",
        },
      ],
      ["checked", START],
    ]);
  });

  it("reports what is nobody's", async () => {
    expect(await check({ openGenerations: async () => [] })).toEqual([
      ["foreign", "task-1"],
      ["checked", START],
    ]);
  });

  it("looks at every account before any may create again", async () => {
    const other = {
      account: "other",
      lane: "other",
      baseUrl: "https://dashscope-intl.aliyuncs.com/api/v1",
    };
    const log = await check({
      places: [PLACE, other],
      listTasks: async ({ account }) => ({ kind: "rows", rows: account === "other" ? [ROW] : [] }),
      ownersOf: async (ids) => ids.map(() => null),
    });
    expect(log).toMatchObject([
      [queued.id, { kind: "task-recovered", begun: other }],
      ["checked", START],
    ]);
  });

  it("has nothing to do with the first Redis", async () => {
    expect(await check({ serverSince: async () => null })).toEqual([]);
  });

  it("opens the lane at once when there is nothing to explain", async () => {
    expect(await check({ ownersOf: async () => ["gen_1"] })).toEqual([["checked", START]]);
  });

  it("keeps the lane closed, and says why, while a task hides its prompt", async () => {
    const closing = new AbortController();
    const younger = { ...queued, id: "gen_02", createdAt: START + 1 };
    const waits: string[] = [];
    const log = await check(
      {
        look: async () => taskAnswer({ status: "RUNNING", id: "task-1" }),
        openGenerations: async () => [younger, queued],
        waitsFor: (undecided) => {
          waits.push(...undecided.map(({ taskId }) => taskId));
          closing.abort();
        },
      },
      closing.signal,
    );
    expect([waits, log]).toEqual([["task-1"], []]);
  });

  it("gives the older of two the older task", async () => {
    const younger = { ...queued, id: "gen_02", createdAt: START + 1 };
    const rows = [
      { ...ROW, taskId: "task-2", createdAt: START + 9 },
      { ...ROW, taskId: "task-1", createdAt: START + 8 },
    ];
    const log = await check({
      listTasks: async () => ({ kind: "rows", rows }),
      ownersOf: async () => [null, null],
      openGenerations: async () => [younger, queued],
    });
    expect(log).toMatchObject([
      [queued.id, { taskId: "task-1" }],
      ["gen_02", { taskId: "task-2" }],
      ["checked", START],
    ]);
  });

  it.each<[string, Partial<RestartCheckPorts>]>([
    ["the list may not show yet what was made last", { reconcileMs: 101 }],
    [
      "the list does not come",
      { listTasks: async () => ({ kind: "unavailable", failure: FAILURE, retryAfterMs: null }) },
    ],
  ])("keeps the lane closed while %s", async (_, given) => {
    const closing = new AbortController();
    const checking = check(given, closing.signal);
    closing.abort();
    expect(await checking).toEqual([]);
  });
});
