import type { TaskRow } from "@dashqueue/dashscope";
import type { Change, Changed } from "@dashqueue/queue/internal";
import { TASK_RETENTION_MS } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import {
  FAILURE,
  GENERATIONS,
  START,
  SUCCEEDED,
  taskAnswer,
  UNAVAILABLE,
} from "../../test/fixtures/generations.ts";
import type { TaskList } from "../accounts/task-list.ts";
import type { SettlePorts } from "./settle.ts";
import { settle } from "./settle.ts";

const { uncertain, submitting, running } = GENERATIONS;
const ROW: TaskRow = {
  taskId: "task-1",
  requestId: "request-1",
  model: "m",
  status: "SUCCEEDED",
  createdAt: START,
};
const ours = taskAnswer({ ...SUCCEEDED, origPrompt: "a girl" });

interface Given {
  readonly list?: TaskList;
  readonly owner?: string | null;
  readonly changed?: Changed;
  readonly now?: number;
  readonly ports?: Partial<SettlePorts>;
  readonly signal?: AbortSignal;
}

async function run(given: Given = {}) {
  const changes: Change[] = [];
  const ports: SettlePorts = {
    listTasks: async () => given.list ?? { kind: "rows", rows: [ROW] },
    readTaskAt: async () => ours,
    ownersOf: async (ids) => ids.map(() => given.owner ?? null),
    openAttempts: async () => [uncertain],
    record: async (_id, change) => {
      changes.push(change);
      return given.changed ?? { kind: "changed", generation: running };
    },
    now: () => given.now ?? START + 60_000,
    createMs: 40_000,
    reconcileMs: 60_000,
    ...given.ports,
  };
  return {
    outcome: await settle(uncertain, ports, given.signal ?? new AbortController().signal),
    changes,
  };
}

describe("settle", () => {
  it("adopts the task that the lost create request made (G1)", async () => {
    const { outcome, changes } = await run();
    expect(outcome).toEqual({ kind: "advance", generation: running });
    expect(changes).toEqual([
      { kind: "task-adopted", attempt: 1, taskId: "task-1", requestId: "request-1" },
    ]);
  });

  // vidu returns `orig_prompt: ""` for a request without a prompt.
  it.each(["", " \n"])(
    "does not take the blank prompt %j for another prompt (G1)",
    async (shown) => {
      const readTaskAt = async () => taskAnswer({ ...SUCCEEDED, origPrompt: shown });
      const { changes } = await run({ ports: { readTaskAt } });
      expect(changes).toMatchObject([{ kind: "task-adopted", taskId: "task-1" }]);
    },
  );

  it("waits while a blank prompt fits more than one lost create request (G1)", async () => {
    const readTaskAt = async () => taskAnswer({ ...SUCCEEDED, origPrompt: "" });
    const openAttempts = async () => [uncertain, { ...uncertain, id: "gen_2" }];
    const { outcome, changes } = await run({ ports: { readTaskAt, openAttempts } });
    expect(changes).toEqual([]);
    expect(outcome).toMatchObject({ kind: "wait" });
  });

  it("lists only tasks created around the time of the create request", async () => {
    let asked;
    await run({
      ports: {
        listTasks: async (_place, filter) => {
          asked = filter;
          return { kind: "rows", rows: [] };
        },
      },
    });
    expect(asked).toEqual({
      models: [uncertain.request.model],
      from: START - 120_000,
      to: START + 160_000,
    });
  });

  it("ignores tasks that another generation owns, and tasks with another prompt", async () => {
    const owned = await run({ owner: "gen_other" });
    const foreign = await run({
      ports: { readTaskAt: async () => taskAnswer({ ...SUCCEEDED, origPrompt: "a boy" }) },
    });
    for (const { changes } of [owned, foreign])
      expect(changes).toMatchObject([{ kind: "attempt-absent", provenAfterMs: 60_000 }]);
  });

  it.each<[string, Given, number]>([
    [
      "the list is unavailable",
      { list: { kind: "unavailable", failure: FAILURE, retryAfterMs: 90_000 } },
      90_000,
    ],
    [
      "the list is unavailable without a retry delay",
      { list: { kind: "unavailable", failure: FAILURE, retryAfterMs: null } },
      60_000,
    ],
    [
      "the task does not show its prompt yet",
      { ports: { readTaskAt: async () => taskAnswer({ status: "RUNNING", id: "task-1" }) } },
      60_000,
    ],
    ["the task cannot be read", { ports: { readTaskAt: async () => UNAVAILABLE } }, 60_000],
    [
      "the same create request of another generation is in flight",
      { ports: { openAttempts: async () => [uncertain, submitting] } },
      60_000,
    ],
    [
      "another generation adopts the task first",
      { changed: { kind: "ignored", generation: uncertain, reason: "owned" } },
      60_000,
    ],
    [
      "the previous look was too recent to prove absence",
      {
        list: { kind: "rows", rows: [] },
        changed: { kind: "ignored", generation: uncertain, reason: "too recent" },
      },
      60_000,
    ],
  ])("waits when %s", async (_, given, delayMs) => {
    expect((await run(given)).outcome).toMatchObject({ kind: "wait", delayMs });
  });

  it("waits until the list can show the task", async () => {
    const { outcome, changes } = await run({ now: START + 59_000 });
    expect(outcome).toMatchObject({ kind: "wait", delayMs: 1_000 });
    expect(changes).toEqual([]);
  });

  it("gives up after a day, when the provider has deleted the task", async () => {
    const { changes } = await run({ now: START + TASK_RETENTION_MS + 1 });
    expect(changes).toEqual([{ kind: "attempt-unresolved", attempt: 1 }]);
  });

  it("hands the job back when the process closes", async () => {
    expect((await run({ signal: AbortSignal.abort() })).outcome).toEqual({ kind: "hand-back" });
    const controller = new AbortController();
    const readTaskAt: SettlePorts["readTaskAt"] = async () => {
      controller.abort();
      return UNAVAILABLE;
    };
    const rows = [ROW, { ...ROW, taskId: "task-2" }];
    const { outcome } = await run({
      list: { kind: "rows", rows },
      ports: { readTaskAt },
      signal: controller.signal,
    });
    expect(outcome).toEqual({ kind: "hand-back" });
  });

  it("fails the job when the record was deleted", async () => {
    expect(
      (await run({ list: { kind: "rows", rows: [] }, changed: { kind: "missing" } })).outcome,
    ).toMatchObject({ kind: "fail", failure: { kind: "unresolved", charged: null } });
  });
});
