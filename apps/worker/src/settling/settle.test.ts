import type { TaskRow } from "@dashqueue/dashscope";
import { configuredModels, findModel } from "@dashqueue/dashscope";
import type { Change, Changed, Uncertain } from "@dashqueue/queue/internal";
import { LIST_UNREAD, TASK_RETENTION_MS } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import {
  FAILURE,
  GENERATIONS,
  START,
  SUCCEEDED,
  taskAnswer,
  UNAVAILABLE,
  listed,
  WAITS,
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
  readonly generation?: Uncertain;
  readonly list?: TaskList;
  readonly owner?: string | null;
  readonly changed?: Changed;
  readonly now?: number;
  readonly ports?: Partial<SettlePorts>;
  readonly signal?: AbortSignal;
}

async function run(given: Given = {}) {
  const changes: Change[] = [];
  const reported: string[] = [];
  const ports: SettlePorts = {
    listTasks: async () => given.list ?? listed(ROW),
    readTaskAt: async () => ours,
    ownersOf: async (ids) => ids.map(() => given.owner ?? null),
    knownTasks: async () => [],
    clockAheadMs: async () => 0,
    reports: reportsTo(reported),
    findModel,
    openAttempts: async () => [uncertain],
    record: async (_id, change) => {
      changes.push(change);
      return given.changed ?? { kind: "changed", generation: running };
    },
    now: () => given.now ?? START + 60_000,
    waits: WAITS,
    ...given.ports,
  };
  return {
    outcome: await settle(
      given.generation ?? uncertain,
      ports,
      given.signal ?? new AbortController().signal,
    ),
    changes,
    reported,
  };
}

function reportsTo(reported: string[]): SettlePorts["reports"] {
  return {
    ambiguous: () => void reported.push("ambiguous"),
    doubted: (_, { doubt }) => void reported.push(doubt),
    late: () => void reported.push("late"),
    listed: () => {},
    unlisted: () => void reported.push("unlisted"),
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
    expect(changes).toMatchObject([{ kind: "tasks-possible" }]);
    expect(outcome).toMatchObject({ kind: "wait" });
  });

  it("searches for the name that was sent, even if the catalog has changed since (G1)", async () => {
    const asked: (readonly string[])[] = [];
    const listTasks: SettlePorts["listTasks"] = async (_place, { models }) => {
      asked.push(models);
      return listed();
    };
    const renamed = configuredModels({
      allowUnknown: false,
      settings: { [uncertain.request.model]: { sentAs: "the-name-of-today" } },
    });
    const sent = { ...uncertain.attempt, sentAs: "the-name-of-yesterday" };
    for (const attempt of [sent, uncertain.attempt])
      await run({
        generation: { ...uncertain, attempt },
        ports: { listTasks, findModel: renamed },
      });
    expect(asked).toEqual([["the-name-of-yesterday"], ["the-name-of-today"]]);
  });

  it("lists only tasks created around the time of the create request", async () => {
    let asked;
    await run({
      ports: {
        listTasks: async (_place, filter) => {
          asked = filter;
          return listed();
        },
      },
    });
    expect(asked).toEqual({
      models: [uncertain.request.model],
      from: START - 120_000,
      to: START + 160_000 + 30 * 60_000,
    });
  });

  it("ignores tasks that another generation owns, and tasks with another prompt", async () => {
    const owned = await run({ owner: "gen_other" });
    const foreign = await run({
      ports: { readTaskAt: async () => taskAnswer({ ...SUCCEEDED, origPrompt: "a boy" }) },
    });
    for (const { changes } of [owned, foreign])
      expect(changes).toMatchObject([{ kind: "attempt-absent", provenAfterMs: 600_000 }]);
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
        list: listed(),
        changed: { kind: "ignored", generation: uncertain, reason: "too recent" },
      },
      60_000,
    ],
  ])("waits when %s", async (_, given, delayMs) => {
    expect((await run(given)).outcome).toMatchObject({ kind: "wait", delayMs });
  });

  const LATER = { taskId: "later", begunAt: START + 200_000 };
  const laterRow: TaskRow = { ...ROW, taskId: "later", createdAt: LATER.begunAt };

  it("proves absence sooner if the list shows a later task of ours", async () => {
    const { changes } = await run({
      now: START + 300_000,
      owner: "gen_other",
      list: listed(ROW, laterRow),
      ports: { knownTasks: async () => [LATER] },
    });
    expect(changes).toMatchObject([{ kind: "attempt-absent", provenAfterMs: 60_000 }]);
  });

  it.each<[string, Partial<SettlePorts>]>([
    ["tasks-missing", { knownTasks: async () => [LATER] }],
    ["clock-unknown", { clockAheadMs: async () => null }],
  ])("does not accept a list without the task as proof: %s (G1)", async (doubt, ports) => {
    const { outcome, changes, reported } = await run({
      now: START + 300_000,
      list: listed(),
      ports,
    });
    expect(outcome).toMatchObject({ kind: "wait", delayMs: 60_000 });
    expect([changes, reported]).toEqual([[], [doubt]]);
  });

  it("remembers the tasks that may be ours, and does not accept a list without them as proof (G1)", async () => {
    const readTaskAt = async () => taskAnswer({ status: "RUNNING", id: "task-1" });
    const seen = await run({ ports: { readTaskAt } });
    expect(seen.changes).toEqual([{ kind: "tasks-possible", attempt: 1, taskIds: ["task-1"] }]);
    const generation = { ...uncertain, possibleTasks: ["task-1"] };
    const { changes, reported } = await run({ generation, list: listed() });
    expect([changes, reported]).toEqual([[], ["tasks-missing"]]);
  });

  it("finds the task although a clock was set since", async () => {
    const older = { ...ROW, createdAt: START - 600_000 };
    const listTasks: SettlePorts["listTasks"] = async (_, { from, to }) =>
      listed(...[older].filter(({ createdAt }) => createdAt >= from && createdAt <= to));
    const begun = { ...uncertain, attempt: { ...uncertain.attempt, providerAheadMs: 0 } };
    const clockAheadMs = async () => 600_000;
    const { changes } = await run({ generation: begun, ports: { listTasks, clockAheadMs } });
    expect(changes).toMatchObject([{ kind: "task-adopted", taskId: "task-1" }]);
  });

  it("adopts a task that appears late, if its prompt is ours, and reports it", async () => {
    const late = { ...ROW, createdAt: START + 10 * 60_000 };
    const { changes, reported } = await run({ list: listed(late) });
    expect(changes).toMatchObject([{ kind: "task-adopted", taskId: "task-1" }]);
    expect(reported).toEqual(["late"]);
    const readTaskAt = async () => taskAnswer({ status: "RUNNING", id: "task-1" });
    const hidden = await run({ list: listed(late), ports: { readTaskAt } });
    expect(hidden.changes).toMatchObject([{ kind: "attempt-absent" }]);
  });

  it("reports tasks that cannot be told apart, and a list that cannot be read", async () => {
    const readTaskAt = async () => taskAnswer({ ...SUCCEEDED, origPrompt: "" });
    const openAttempts = async () => [uncertain, { ...uncertain, id: "gen_2" }];
    const ambiguous = await run({ ports: { readTaskAt, openAttempts } });
    expect(ambiguous.reported).toEqual(["ambiguous"]);
    const list = { kind: "unavailable", failure: FAILURE, retryAfterMs: null } as const;
    expect((await run({ list })).reported).toEqual(["unlisted"]);
  });

  it.each([
    ["provider_error", "InternalError", 'the provider answered "no"'],
    ["provider_error", "", "no"],
    ["network", "ECONNREFUSED", "no"],
  ] as const)("says that the list could not be read: %s %j", async (kind, code, said) => {
    const failure = { ...FAILURE, kind, code, message: "no" };
    const { outcome } = await run({ list: { kind: "unavailable", failure, retryAfterMs: null } });
    expect(outcome).toMatchObject({ reason: `${LIST_UNREAD}${said}` });
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
      list: listed(...rows),
      ports: { readTaskAt },
      signal: controller.signal,
    });
    expect(outcome).toEqual({ kind: "hand-back" });
  });

  it("fails the job when the record was deleted", async () => {
    expect((await run({ list: listed(), changed: { kind: "missing" } })).outcome).toMatchObject({
      kind: "fail",
      failure: { kind: "unresolved", charged: null },
    });
  });
});
