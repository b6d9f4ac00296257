import type { Queued } from "@dashqueue/queue/internal";
import { laneName } from "@dashqueue/queue/internal";
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
const PLACE = { account: "default", baseUrl: "https://dashscope.aliyuncs.com/api/v1" };
const MODEL = queued.request.model;
const ROW = {
  taskId: "task-1",
  requestId: "r-1",
  model: MODEL,
  status: "SUCCEEDED",
  createdAt: START + 5,
};

async function check(
  given: Partial<RestartCheckPorts> = {},
  signal = never,
  waiting: Queued = queued,
) {
  const log: unknown[][] = [];
  const ports: RestartCheckPorts = {
    places: [PLACE],
    sentAs: (model) => model,
    listTasks: async () => ({ kind: "rows", rows: [ROW] }),
    readTaskAt: async () => taskAnswer({ ...SUCCEEDED, origPrompt: "a girl" }),
    ownersOf: async () => [null],
    generationsWithoutTask: async () => [queued],
    record: async (id, change) => {
      log.push([id, change]);
      return { kind: "changed", generation: queued };
    },
    serverSince: async () => START,
    checked: async ({ account }, since) => void log.push(["checked", account, since]),
    reports: {
      foreign: (_, tasks) => void log.push(["foreign", ...tasks.map(({ taskId }) => taskId)]),
      undecided: () => {},
    },
    now: () => START + 100,
    reconcileMs: 1,
    ...given,
  };
  await checkAfterRestart(waiting, ports, signal);
  return log;
}

describe("checkAfterRestart", () => {
  it("recovers the task that Redis has forgotten, then opens the lane (G9)", async () => {
    expect(await check()).toEqual([
      [
        queued.id,
        {
          kind: "task-recovered",
          begun: { ...PLACE, lane: MODEL, begunAt: START + 5 },
          taskId: "task-1",
          requestId: "r-1",
        },
      ],
      ["checked", "default", START],
    ]);
  });

  it("reports tasks that belong to no generation", async () => {
    expect(await check({ generationsWithoutTask: async () => [] })).toEqual([
      ["foreign", "task-1"],
      ["checked", "default", START],
    ]);
  });

  it("checks every account before it opens any lane (G1)", async () => {
    const other = { account: "other", baseUrl: "https://dashscope-intl.aliyuncs.com/api/v1" };
    const log = await check({
      places: [PLACE, other],
      listTasks: async ({ account }) => ({ kind: "rows", rows: account === "other" ? [ROW] : [] }),
      ownersOf: async (ids) => ids.map(() => null),
    });
    expect(log).toMatchObject([
      [queued.id, { kind: "task-recovered", begun: { ...other, lane: MODEL } }],
      ["checked", "default", START],
      ["checked", "other", START],
    ]);
  });

  it("compares every model of a kept lane that a release has regrouped (G1)", async () => {
    const keptSlot = { account: "default", lane: "wan2.2-t2v-plus", notBefore: START };
    let compared: readonly string[] = [];
    const listTasks: RestartCheckPorts["listTasks"] = async (_, { models }) => {
      compared = models;
      return { kind: "rows", rows: [] };
    };
    const opened: string[] = [];
    const checked: RestartCheckPorts["checked"] = async (lane) => void opened.push(laneName(lane));
    await check({ listTasks, checked }, never, { ...queued, keptSlot });
    expect(opened).toEqual(["default:wan2.2-t2v-plus"]);
    expect(compared).toEqual(expect.arrayContaining([MODEL, "wan2.2-t2v-plus"]));
  });

  it("does nothing while Redis is the same server", async () => {
    expect(await check({ serverSince: async () => null })).toEqual([]);
  });

  it("opens the lane when every task has an owner", async () => {
    expect(await check({ ownersOf: async () => ["gen_1"] })).toEqual([
      ["checked", "default", START],
    ]);
  });

  it("keeps the lane closed and reports why while a prompt is not visible (G1)", async () => {
    const closing = new AbortController();
    const younger = { ...queued, id: "gen_02", createdAt: START + 1 };
    const waits: string[] = [];
    const log = await check(
      {
        readTaskAt: async () => taskAnswer({ status: "RUNNING", id: "task-1" }),
        generationsWithoutTask: async () => [younger, queued],
        reports: {
          foreign: () => {},
          undecided: (_, tasks) => {
            waits.push(...tasks.map(({ taskId }) => taskId));
            closing.abort();
          },
        },
      },
      closing.signal,
    );
    expect([waits, log]).toEqual([["task-1"], []]);
  });

  it("gives the older task to the older generation", async () => {
    const younger = { ...queued, id: "gen_02", createdAt: START + 1 };
    const rows = [
      { ...ROW, taskId: "task-2", createdAt: START + 9 },
      { ...ROW, taskId: "task-1", createdAt: START + 8 },
    ];
    const log = await check({
      listTasks: async () => ({ kind: "rows", rows }),
      ownersOf: async () => [null, null],
      generationsWithoutTask: async () => [younger, queued],
    });
    expect(log).toMatchObject([
      [queued.id, { taskId: "task-1" }],
      ["gen_02", { taskId: "task-2" }],
      ["checked", "default", START],
    ]);
  });

  it.each<[string, Partial<RestartCheckPorts>]>([
    ["the list may not show the newest tasks yet", { reconcileMs: 101 }],
    [
      "the list is unavailable",
      { listTasks: async () => ({ kind: "unavailable", failure: FAILURE, retryAfterMs: null }) },
    ],
  ])("keeps the lane closed while %s", async (_, given) => {
    const closing = new AbortController();
    const checking = check(given, closing.signal);
    // By then the check waits for its next step.
    setImmediate(() => closing.abort());
    expect(await checking).toEqual([]);
  });
});
