import type { TaskRow } from "@dashqueue/dashscope";
import { findModel } from "@dashqueue/dashscope";
import type { Change, Submitting, Uncertain } from "@dashqueue/queue/internal";
import { LIST_UNREAD } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import {
  FAILURE,
  GENERATIONS,
  listed,
  START,
  UNAVAILABLE,
  WAITS,
} from "../../test/fixtures/generations.ts";
import type { LookEarlyPorts } from "./look-early.ts";
import { lookEarly } from "./look-early.ts";

const { submitting, uncertain, running } = GENERATIONS;
const { model } = submitting.request;
const NOW = START + 5_000;
const TASK: TaskRow = {
  taskId: "task-1",
  requestId: "request-1",
  model,
  status: "RUNNING",
  createdAt: START + 300,
};

async function look(
  generation: Submitting | Uncertain,
  given: Partial<LookEarlyPorts> = {},
  signal = new AbortController().signal,
) {
  const changes: Change[] = [];
  const contradictions: string[] = [];
  const ports: LookEarlyPorts = {
    listTasks: async () => listed(TASK),
    ownersOf: async (ids) => ids.map(() => null),
    generationsWithLostTask: async () => [generation],
    clockAheadMs: async () => 0,
    exclusiveSince: async () => START - 1_000,
    notExclusive: async (_account, contradiction) => void contradictions.push(contradiction),
    serverChange: async () => null,
    async record(_id, change) {
      changes.push(change);
      return { kind: "changed", generation: running };
    },
    findModel,
    now: () => NOW,
    waits: WAITS,
    ...given,
  };
  return { outcome: await lookEarly(generation, ports, signal), changes, contradictions };
}

const SHARED = { exclusiveSince: async () => null };
const adoption = { kind: "task-adopted", attempt: 1, taskId: "task-1", requestId: "request-1" };

describe("lookEarly", () => {
  it("adopts the only task that nothing else explains, while its worker may still wait", async () => {
    expect(await look(submitting)).toEqual({
      outcome: { kind: "advance", generation: running },
      changes: [{ ...adoption, isPresumed: true }],
      contradictions: [],
    });
  });

  it("adopts the task of its request id on any account", async () => {
    const named = { ...uncertain, failure: { ...FAILURE, requestId: "request-1" } };
    const { changes } = await look(named, SHARED);
    expect(changes).toEqual([adoption]);
  });

  it("sends no query if nothing could identify a task on a shared account", async () => {
    const listTasks = () => Promise.reject(new Error("it was listed"));
    const { outcome } = await look(uncertain, { ...SHARED, listTasks });
    expect(outcome).toMatchObject({ kind: "wait", delayMs: 5_000 });
  });

  it("lets an answer win that arrives at the same time (G4)", async () => {
    const { outcome } = await look(submitting, {
      record: async () => ({ kind: "ignored", generation: running, reason: "is running" }),
    });
    expect(outcome).toEqual({ kind: "advance", generation: running });
  });

  const two = { ...uncertain, id: "gen_2" };
  it.each<[string, Partial<LookEarlyPorts>]>([
    ["shows no task, which proves nothing", { listTasks: async () => listed() }],
    ["shows a task of another generation", { ownersOf: async (ids) => ids.map(() => "gen_2") }],
    [
      "is compared with another open attempt",
      { generationsWithLostTask: async () => [submitting, two] },
    ],
    ["has times that cannot be compared", { clockAheadMs: async () => null }],
    ["shows tasks of a time before the declaration", { exclusiveSince: async () => START + 1 }],
    [
      "may show a task whose attempt Redis has lost",
      { serverChange: async () => ({ since: START - 1_000, emptiedAt: null, wasInUse: false }) },
    ],
    [
      "shows a task that another generation takes first",
      { record: async () => ({ kind: "ignored", generation: submitting, reason: "owned" }) },
    ],
  ])("waits if the list %s (G1)", async (_, given) => {
    const { outcome, changes, contradictions } = await look(submitting, given);
    expect(outcome).toMatchObject({ kind: "wait", delayMs: 5_000 });
    expect(changes).toEqual([]);
    expect(contradictions).toEqual([]);
  });

  it("ignores a declaration that a listed task contradicts", async () => {
    const foreign = { ...TASK, taskId: "task-2", model: "wan2.6-t2v", createdAt: NOW };
    const list = { ...listed(TASK), all: [TASK, foreign] };
    const { changes, contradictions } = await look(submitting, { listTasks: async () => list });
    expect(changes).toEqual([]);
    expect(contradictions).toEqual([
      "no create request of dashqueue explains task task-2 of wan2.6-t2v",
    ]);
  });

  it("treats a new Redis as complete", async () => {
    const since = START - 1;
    const serverChange = async () => ({ since, emptiedAt: since, wasInUse: false });
    expect((await look(submitting, { serverChange })).changes).toHaveLength(1);
  });

  it("waits as long as the provider requires, and says that the list was not read", async () => {
    const { outcome } = await look(submitting, { listTasks: async () => UNAVAILABLE });
    expect(outcome).toMatchObject({
      kind: "wait",
      delayMs: 30_000,
      reason: expect.stringContaining(LIST_UNREAD) as string,
    });
  });

  it("hands the job back when the process closes", async () => {
    expect((await look(submitting, {}, AbortSignal.abort())).outcome).toEqual({
      kind: "hand-back",
    });
  });
});
