import { findModel } from "@dashqueue/dashscope";
import type { Queued, ServerChange } from "@dashqueue/queue/internal";
import { laneName } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import {
  GENERATIONS,
  START,
  SUCCEEDED,
  UNAVAILABLE,
  taskAnswer,
  listed,
  WAITS,
} from "../../test/fixtures/generations.ts";
import type { RestartCheckPorts } from "./restart-check.ts";
import { checkAfterRestart } from "./restart-check.ts";

const { queued } = GENERATIONS;
const PLACE = { account: "default", baseUrl: "https://dashscope.aliyuncs.com/api/v1" };
const MODEL = queued.request.model;
const EMPTIED =
  /^Redis was (empty when dashqueue first used it,|emptied while it was in use, as seen) at /;
const RESTARTED: ServerChange = { since: START, emptiedAt: null, wasInUse: false };
const ROW = {
  taskId: "task-1",
  requestId: "r-1",
  model: MODEL,
  status: "SUCCEEDED",
  createdAt: START + 5,
};

async function check(given: Partial<RestartCheckPorts> = {}, waiting: Queued = queued) {
  const controller = new AbortController();
  const closing = () => controller.abort();
  const closed: string[] = [];
  const log: unknown[][] = [];
  const unlisted: string[] = [];
  const ports: RestartCheckPorts = {
    places: [PLACE],
    findModel,
    listTasks: async () => listed(ROW),
    readTaskAt: async () => taskAnswer({ ...SUCCEEDED, origPrompt: "a girl" }),
    ownersOf: async () => [null],
    generationsThatMayBuy: async () => [queued],
    record: async (id, change) => {
      log.push([id, change]);
      return { kind: "changed", generation: queued };
    },
    knownTasks: async () => [],
    serverChange: async () => RESTARTED,
    isNew: async () => false,
    sawList: async (_, isEmpty) => (isEmpty ? START : null),
    closeUnchecked: async (_, { message }) => {
      closed.push(message);
      return true;
    },
    checked: async ({ account }, since, to) =>
      void log.push(["checked", account, since, ...(to === null ? [] : [to])]),
    reports: {
      foreign: (_, tasks) => void log.push(["foreign", ...tasks.map(({ taskId }) => taskId)]),
      closed: closing,
      emptied: (at) => void log.push(["emptied", at]),
      listed: () => {},
      unlisted: ({ account }) => void unlisted.push(account),
    },
    now: () => START + 100,
    waits: { ...WAITS, createMs: 90, reconcileMs: 10 },
    ...given,
  };
  await checkAfterRestart(waiting, ports, controller.signal);
  if (unlisted.length > 0) log.push(["unlisted", ...unlisted]);
  return closed.length === 0 ? log : [...log, ["closed", ...closed]];
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
    expect(await check({ generationsThatMayBuy: async () => [] })).toEqual([
      ["foreign", "task-1"],
      ["checked", "default", START],
    ]);
  });

  it("stays closed while the task may be the second one of a running generation (G1)", async () => {
    const { running } = GENERATIONS;
    const generationsThatMayBuy = async () => [{ ...running, request: queued.request }];
    const log = await check({ generationsThatMayBuy });
    expect(log).toEqual([["closed", expect.stringContaining("task-1")]]);
  });

  it("checks every account before it opens any lane (G1)", async () => {
    const other = { account: "other", baseUrl: "https://dashscope-intl.aliyuncs.com/api/v1" };
    const log = await check({
      places: [PLACE, other],
      listTasks: async ({ account }) => listed(...(account === "other" ? [ROW] : [])),
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
      return listed();
    };
    const opened: string[] = [];
    const checked: RestartCheckPorts["checked"] = async (lane) => void opened.push(laneName(lane));
    await check({ listTasks, checked }, { ...queued, keptSlot });
    expect(opened).toEqual(["default:wan2.2-t2v-plus"]);
    expect(compared).toEqual(expect.arrayContaining([MODEL, "wan2.2-t2v-plus"]));
  });

  it("does nothing while Redis is the same server", async () => {
    expect(await check({ serverChange: async () => null })).toEqual([]);
  });

  it("opens the lane when every task has an owner", async () => {
    expect(await check({ ownersOf: async () => ["gen_1"] })).toEqual([
      ["checked", "default", START],
    ]);
  });

  it("keeps the lane closed and says why while a prompt is not visible (G1)", async () => {
    const younger = { ...queued, id: "gen_02", createdAt: START + 1 };
    const log = await check({
      readTaskAt: async () => taskAnswer({ status: "RUNNING", id: "task-1" }),
      generationsThatMayBuy: async () => [younger, queued],
    });
    expect(log).toEqual([["closed", expect.stringContaining("yet: task-1.")]]);
  });

  it("does not buy again what no count and no prompt decides (G1)", async () => {
    const others = { ...queued, request: { ...queued.request, input: { prompt: "a boy" } } };
    const log = await check({
      readTaskAt: async () => taskAnswer({ ...SUCCEEDED, origPrompt: "" }),
      generationsThatMayBuy: async () => [queued, { ...others, id: "gen_02" }],
    });
    expect(log).toEqual([["closed", expect.stringContaining("recover -- --disown")]]);
  });

  it("gives the older task to the older generation", async () => {
    const younger = { ...queued, id: "gen_02", createdAt: START + 1 };
    const rows = [
      { ...ROW, taskId: "task-2", createdAt: START + 9 },
      { ...ROW, taskId: "task-1", createdAt: START + 8 },
    ];
    const log = await check({
      listTasks: async () => listed(...rows),
      ownersOf: async () => [null, null],
      generationsThatMayBuy: async () => [younger, queued],
    });
    expect(log).toMatchObject([
      [queued.id, { taskId: "task-1" }],
      ["gen_02", { taskId: "task-2" }],
      ["checked", "default", START],
    ]);
  });

  it.each<[string, Partial<RestartCheckPorts>, string]>([
    [
      "a request that was in flight may still make its task (G1)",
      { now: () => START + 99 },
      "Redis restarted at 2026-11-22T10:00:00.000Z: ",
    ],
    [
      "the list does not show a task of ours",
      { knownTasks: async () => [{ taskId: "task-7", begunAt: START }] },
      "omits task task-7",
    ],
  ])("keeps the lane closed while %s", async (_, given, why) => {
    expect(await check(given)).toEqual([["closed", expect.stringContaining(why)]]);
  });

  it("says until when the lane stays closed, unless that is unknown", async () => {
    const times: unknown[] = [];
    const closeUnchecked: RestartCheckPorts["closeUnchecked"] = async (_, { until }) => {
      times.push(until);
      return true;
    };
    await check({ closeUnchecked, now: () => START + 99 });
    await check({ closeUnchecked, listTasks: async () => UNAVAILABLE });
    expect(times).toEqual([START + 100, undefined]);
  });

  it("keeps the lane closed and reports the account while the list is unavailable", async () => {
    expect(await check({ listTasks: async () => UNAVAILABLE })).toEqual([
      ["unlisted", "default"],
      ["closed", expect.stringContaining("cannot be listed: reset")],
    ]);
  });

  it("opens the lanes a day later, when the provider has nothing left to compare", async () => {
    const now = () => START + 25 * 3_600_000;
    expect(await check({ now })).toEqual([["checked", "default", START]]);
  });
});

describe("a Redis that was found empty", () => {
  const change: ServerChange = { since: START, emptiedAt: START, wasInUse: false };
  const emptied = { serverChange: async () => change };
  const usedBefore = { serverChange: async () => ({ ...change, wasInUse: true }) };

  it.each<[string, Partial<RestartCheckPorts>, number]>([
    ["of an account without tasks after two looks at an empty list", emptied, 10],
    ["that were in use only after a much longer time (G1)", usedBefore, 90 + 10 * 10],
  ])("opens the lanes %s", async (_, given, afterMs) => {
    const firstAt = START + 1_000;
    const looks: unknown[] = [];
    const sawList: RestartCheckPorts["sawList"] = async (...look) => (looks.push(look), firstAt);
    const at = (now: number) =>
      check({ ...given, sawList, listTasks: async () => listed(), now: () => now });
    expect(await at(firstAt + afterMs - 1)).toEqual([
      ["emptied", START],
      ["closed", expect.stringMatching(EMPTIED)],
    ]);
    expect(await at(firstAt + afterMs)).toEqual([
      ["emptied", START],
      ["checked", "default", START],
    ]);
    expect(looks).toEqual([
      [firstAt + afterMs - 1, true],
      [firstAt + afterMs, true],
    ]);
  });

  it("opens the lanes of a new installation after one look, and only of one (G1)", async () => {
    const isNew = async () => true;
    const listTasks = async () => listed();
    // It has lost nothing, so nobody is warned.
    expect(await check({ ...emptied, isNew, listTasks })).toEqual([["checked", "default", START]]);
    expect(await check({ ...usedBefore, isNew, listTasks })).toContainEqual(["emptied", START]);
    const closed = ["closed", expect.stringMatching(EMPTIED)];
    expect(await check({ ...usedBefore, isNew, listTasks })).toContainEqual(closed);
    // Others use the account, and a task of ours may be among theirs.
    expect(await check({ ...emptied, isNew, now: () => START + 9 })).toContainEqual(closed);
  });

  it("gives the list time if the account had tasks", async () => {
    for (const [given, afterMs] of [
      [emptied, 10],
      [usedBefore, 100],
    ] as const)
      expect(await check({ ...given, now: () => START + afterMs - 1 })).toEqual([
        ["emptied", START],
        ["closed", expect.stringMatching(EMPTIED)],
      ]);
  });

  it("attributes a task to a repeated request that was in flight when Redis was emptied", async () => {
    const repeated = { ...queued, createdAt: START + 24 * 3_600_000 };
    const late = { ...ROW, createdAt: START + 120_000 + 90 };
    const given = { ...usedBefore, generationsThatMayBuy: async () => [repeated] };
    const recovered = expect.arrayContaining([[queued.id, expect.anything()]]);
    expect(await check({ ...given, listTasks: async () => listed(late) })).toEqual(recovered);
  });

  it("returns an older task to the request that its caller repeated", async () => {
    const repeated = { ...queued, createdAt: START + 24 * 3_600_000 };
    const log = await check({ ...emptied, generationsThatMayBuy: async () => [repeated] });
    expect(log).toMatchObject([
      ["emptied", START],
      [queued.id, { kind: "task-recovered" }],
      ["checked", "default", START],
    ]);
  });

  it("also compares later requests, as long as callers of remaining tasks may repeat them", async () => {
    const log = await check({ ...emptied, generationsThatMayBuy: async () => [] });
    expect(log).toEqual([
      ["emptied", START],
      ["foreign", "task-1"],
      ["checked", "default", START, START + 100],
    ]);
  });
});
