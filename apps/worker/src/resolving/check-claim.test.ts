import type { Task } from "@dashqueue/dashscope";
import { findModel } from "@dashqueue/dashscope";
import type { Change, Changed, Claim } from "@dashqueue/queue/internal";
import { TASK_RETENTION_MS } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import {
  FAILURE,
  GENERATIONS,
  START,
  taskAnswer,
  listed,
  NO_REPORTS,
  WAITS,
} from "../../test/fixtures/generations.ts";
import type { TaskFilter } from "../accounts/task-list.ts";
import type { ClaimPorts } from "./check-claim.ts";
import { checkClaim } from "./check-claim.ts";

const { uncertain, running, queued } = GENERATIONS;
const ROW = { taskId: "task-1", requestId: "request-1", model: "m", createdAt: START };
const NAMED: Claim = { taskId: "task-1", by: "ann", refusal: null };
const DENIED: Claim = { ...NAMED, taskId: null };

interface Given {
  readonly claim?: Claim;
  readonly changed?: Changed;
  readonly now?: number;
  readonly signal?: AbortSignal;
  readonly ports?: Partial<ClaimPorts>;
}

async function run({ claim = NAMED, changed, now = START + 60_000, signal, ports }: Given = {}) {
  const changes: Change[] = [];
  const reports: unknown[] = [];
  const outcome = await checkClaim(
    { ...uncertain, claim },
    claim,
    {
      readTaskAt: async () => taskAnswer({ status: "RUNNING", id: "task-1" }),
      listTasks: async () => listed({ ...ROW, status: "RUNNING" }),
      ownersOf: async (ids) => ids.map(() => null),
      tenantOfTask: async () => null,
      findModel,
      openAttempts: async () => [],
      record: async (_id, change) => {
        changes.push(change);
        return changed ?? { kind: "changed", generation: running };
      },
      knownTasks: async () => [],
      clockAheadMs: async () => 0,
      reports: {
        ...NO_REPORTS,
        claimChecked: (_generation, { by }, refusal) => void reports.push([by, refusal]),
      },
      now: () => now,
      waits: WAITS,
      ...ports,
    },
    signal ?? new AbortController().signal,
  );
  return { outcome, changes, reports };
}

const NO_LIST: Partial<ClaimPorts> = {
  listTasks: async () => ({ kind: "unavailable", failure: FAILURE, retryAfterMs: null }),
};

describe("checkClaim", () => {
  it("confirms a task that the provider shows as the generation's, and reports by whom", async () => {
    const filters: TaskFilter[] = [];
    const { outcome, changes, reports } = await run({
      ports: {
        listTasks: async (_place, filter) => {
          filters.push(filter);
          return listed({ ...ROW, status: "RUNNING" });
        },
      },
    });
    expect(outcome).toEqual({ kind: "advance", generation: running });
    expect(changes).toEqual([
      { kind: "claim-confirmed", attempt: 1, taskId: "task-1", requestId: "request-1" },
    ]);
    expect(reports).toEqual([["ann", null]]);
    expect(filters).toEqual([
      { models: [uncertain.request.model], from: 0, to: Infinity, taskId: "task-1" },
    ]);
  });

  it("refuses a task that the provider does not list for the model (G1)", async () => {
    const { changes, reports } = await run({
      ports: { listTasks: async () => listed() },
    });
    expect(changes).toMatchObject([{ kind: "claim-refused", attempt: 1, taskId: "task-1" }]);
    expect(reports).toMatchObject([["ann", expect.stringContaining("no task task-1")]]);
  });

  it("refuses a task that another generation owns (G4)", async () => {
    const generation = { ...uncertain, claim: NAMED };
    const owned: Changed = { kind: "ignored", generation, reason: "cannot take this task" };
    const { changes } = await run({ changed: owned });
    expect(changes).toMatchObject([
      { kind: "claim-confirmed" },
      { kind: "claim-refused", reason: "The generation cannot take this task." },
    ]);
  });

  it.each([[listed({ ...ROW, status: "RUNNING" })], [listed()]])(
    "says of another tenant's task what it says of an unknown one, after the same calls",
    async (list) => {
      const checkOf = async (task: Task, tenant: string | null) => {
        const calls: string[] = [];
        const ports: Partial<ClaimPorts> = {
          tenantOfTask: async () => tenant,
          readTaskAt: async (_place, id) => {
            calls.push(`reads ${id}`);
            return taskAnswer(task);
          },
          listTasks: async (_place, { taskId }) => {
            calls.push(`lists ${taskId ?? "all"}`);
            return list;
          },
        };
        const { changes, reports } = await run({ ports });
        return { changes, reports, calls };
      };
      const unknown = await checkOf(
        { status: "UNRECOGNIZED", id: "task-1", word: "UNKNOWN" },
        null,
      );
      expect(unknown.changes).toMatchObject([{ kind: "claim-refused" }]);
      expect(await checkOf({ status: "RUNNING", id: "task-1" }, "another")).toEqual(unknown);
    },
  );

  it("leaves a claim alone that the person has replaced", async () => {
    const generation = { ...uncertain, claim: DENIED };
    const replaced: Changed = { kind: "ignored", generation, reason: "has another claim" };
    const { outcome, changes, reports } = await run({ changed: replaced });
    expect(changes).toHaveLength(1);
    expect(reports).toEqual([]);
    expect(outcome).toEqual({ kind: "advance", generation });
  });

  it("confirms that there is no task if the list shows none", async () => {
    const { changes } = await run({
      claim: DENIED,
      changed: { kind: "changed", generation: queued },
      ports: { listTasks: async () => listed() },
    });
    expect(changes).toEqual([
      { kind: "claim-confirmed", attempt: 1, taskId: null, requestId: null },
    ]);
  });

  it("refuses a denial while a task may be the generation's, or before the list shows it (G1)", async () => {
    for (const given of [{}, { now: START + 59_000 }])
      expect((await run({ claim: DENIED, ...given })).changes).toMatchObject([
        { kind: "claim-refused", taskId: null },
      ]);
  });

  it.each<[string, Given]>([
    ["the provider's list is unavailable", { claim: DENIED, ports: NO_LIST }],
    ["the model of the task cannot be read", { ports: NO_LIST }],
    [
      "the provider has deleted the evidence",
      { claim: DENIED, now: START + TASK_RETENTION_MS + 1 },
    ],
  ])("decides nothing when %s", async (_, given) => {
    const { outcome, changes } = await run(given);
    expect(outcome).toBeNull();
    expect(changes).toEqual([]);
  });

  it("hands the job back when the process closes", async () => {
    const { outcome, changes } = await run({ signal: AbortSignal.abort() });
    expect(outcome).toEqual({ kind: "hand-back" });
    expect(changes).toEqual([]);
  });
});
