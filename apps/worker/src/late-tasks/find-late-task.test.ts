import type { Task, TaskRow } from "@dashqueue/dashscope";
import { configuredModels, findModel } from "@dashqueue/dashscope";
import type { Change, DisprovenAttempt, Generation, Queued } from "@dashqueue/queue/internal";
import { TASK_RETENTION_MS } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import {
  GENERATIONS,
  listed,
  NO_REPORTS,
  START,
  SUCCEEDED,
  taskAnswer,
  UNAVAILABLE,
  WAITS,
} from "../../test/fixtures/generations.ts";
import type { LateTaskPorts } from "./find-late-task.ts";
import { findLateTask } from "./find-late-task.ts";

const never = new AbortController().signal;
const { uncertain, submitting, running } = GENERATIONS;
const { model } = uncertain.request;
const disproven: DisprovenAttempt = {
  ...uncertain.attempt,
  attempt: 1,
  requestId: null,
  lateTasks: [],
};
const lost: Queued = { ...GENERATIONS.queued, attempts: 1, disproven: [disproven] };
const row = (taskId = "task-1"): TaskRow => {
  return { taskId, requestId: `of ${taskId}`, model, status: "SUCCEEDED", createdAt: START };
};

interface Given {
  readonly queued?: Queued;
  readonly tasks?: readonly TaskRow[];
  readonly task?: Task;
  readonly open?: readonly Generation[];
  readonly ports?: Partial<LateTaskPorts>;
  readonly signal?: AbortSignal;
}

async function look(given: Given = {}) {
  const { queued = lost, tasks = [row()], task = { ...SUCCEEDED, origPrompt: "a girl" } } = given;
  const changes: Change[] = [];
  const reported: string[] = [];
  let lists = 0;
  const result = await findLateTask(
    queued,
    {
      listTasks: async () => ((lists += 1), listed(...tasks)),
      readTaskAt: async () => taskAnswer(task),
      ownersOf: async (ids) => ids.map(() => null),
      knownTasks: async () => [],
      clockAheadMs: async () => 0,
      findModel,
      generationsWithoutTask: async () => given.open ?? [queued],
      record: async (_id, change) => {
        changes.push(change);
        return { kind: "changed", generation: running };
      },
      now: () => START + 10 * 60_000,
      waits: WAITS,
      reports: {
        ...NO_REPORTS,
        late: (_generation, taskId) => void reported.push(`late ${taskId}`),
        lateUndecided: (_generation, found) => void reported.push(`undecided ${found.length}`),
      },
      ...given.ports,
    },
    given.signal ?? never,
  );
  return { result, changes, reported, lists };
}

it("sends no query for a generation that was never lost, or so long ago that no task is left", async () => {
  const old = { ...disproven, begunAt: START + 10 * 60_000 - TASK_RETENTION_MS };
  for (const queued of [GENERATIONS.queued, { ...lost, disproven: [old] }])
    expect(await look({ queued })).toMatchObject({ result: { kind: "none" }, lists: 0 });
});

it("lets a generation be bought again when the list still shows no task of its", async () => {
  const others = { ...SUCCEEDED, origPrompt: "a boy" };
  expect((await look({ tasks: [] })).result).toEqual({ kind: "none" });
  expect((await look({ task: others })).result).toEqual({ kind: "none" });
});

it("takes no slot for a task that cost nothing, even if it is certainly its own (G3)", async () => {
  const task: Task = { status: "FAILED", id: "task-1", failure: UNAVAILABLE.failure };
  const queued = { ...lost, disproven: [{ ...disproven, requestId: "of task-1" }] };
  expect(await look({ queued, task })).toMatchObject({ result: { kind: "none" }, changes: [] });
});

it("adopts the task that appeared since (G1)", async () => {
  const { result, changes, reported } = await look();
  expect(result).toEqual({ kind: "changed", generation: running });
  const { attempt: _, requestId: __, lateTasks: ___, ...begun } = disproven;
  expect(changes).toEqual([
    { kind: "task-recovered", begun, taskId: "task-1", requestId: "of task-1" },
  ]);
  expect(reported).toEqual(["late task-1"]);
});

it("buys nothing while a task may belong to it, or its tasks cannot be listed (G1)", async () => {
  const waits = { result: { kind: "undecided", waitMs: WAITS.reconcileMs }, changes: [] };
  const hidden = await look({ task: { ...SUCCEEDED, status: "RUNNING" } as Task });
  expect(hidden).toMatchObject({ ...waits, reported: ["undecided 1"] });
  // Another create request with the same prompt may be about to own the task.
  expect(await look({ open: [lost, submitting] })).toMatchObject(waits);
  expect(await look({ ports: { listTasks: async () => UNAVAILABLE } })).toMatchObject(waits);
  const closing = AbortSignal.abort();
  expect(await look({ signal: closing })).toMatchObject(waits);
});

it("does not confuse the tasks of requests with the same prompt that differ otherwise (G1)", async () => {
  const other: Queued = {
    ...lost,
    id: "gen_02",
    request: { ...lost.request, parameters: { seed: 1 } },
    disproven: [{ ...disproven, begunAt: START + 1 }],
  };
  expect((await look({ open: [lost, other] })).result).toMatchObject({ kind: "undecided" });
  const tasks = [row("task-2"), row("task-1")].map((one, index) =>
    Object.assign({}, one, { createdAt: START + 2 - index }),
  );
  const { changes } = await look({ queued: other, open: [lost, other], tasks });
  expect(changes).toMatchObject([{ taskId: "task-2" }]);
  // Neither a request that was never lost nor one of another account is a rival.
  const rome = { ...uncertain.attempt, account: "rome" };
  const elsewhere = { ...uncertain, request: other.request, attempt: rome };
  const open = [lost, { ...other, disproven: undefined }, elsewhere];
  expect((await look({ open })).changes).toHaveLength(1);
});

it("treats lost requests of a snapshot or an alias as rivals, as the provider lists them (G1)", async () => {
  const other = (name: string): Queued => {
    const request = { ...lost.request, model: name, parameters: { seed: 1 } };
    return { ...lost, id: "gen_02", request };
  };
  const alias = configuredModels({ allowUnknown: true, settings: { fast: { sentAs: model } } });
  for (const name of [`${model}-2026-09-01`, "fast"])
    expect(
      (await look({ open: [lost, other(name)], ports: { findModel: alias } })).result,
    ).toMatchObject({ kind: "undecided" });
});

it("returns the generation as another worker left it, and adopts no task twice (G4)", async () => {
  const ignored = (generation: Generation) => async () => {
    return { kind: "ignored", generation, reason: "belongs to another generation" } as const;
  };
  expect((await look({ ports: { record: ignored(submitting) } })).result).toEqual({
    kind: "changed",
    generation: submitting,
  });
  expect((await look({ ports: { record: ignored(lost) } })).result.kind).toBe("undecided");
  expect((await look({ ports: { record: async () => ({ kind: "missing" }) } })).result.kind).toBe(
    "undecided",
  );
});
