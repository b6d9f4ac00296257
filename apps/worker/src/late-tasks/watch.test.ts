import type { Task, TaskRow } from "@dashqueue/dashscope";
import { findModel } from "@dashqueue/dashscope";
import type { Change, Changed, DisprovenAttempt, Generation } from "@dashqueue/queue/internal";
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
import { watchForLateTasks } from "./watch.ts";

const { uncertain, running, queued, succeeded } = GENERATIONS;
const NOW = START + 10 * 60_000;
const disproven: DisprovenAttempt = {
  ...uncertain.attempt,
  attempt: 1,
  requestId: null,
  lateTasks: [],
};
const lost = <G extends Generation>(generation: G): G => ({
  ...generation,
  disproven: [disproven],
});
const row: TaskRow = {
  taskId: "task-late",
  requestId: null,
  model: uncertain.request.model,
  status: "SUCCEEDED",
  createdAt: START,
};

/** Runs one pass over a generation whose list shows its late task. */
async function pass(
  generation: Generation | null,
  given: {
    readonly prompt?: string;
    readonly task?: Task;
    readonly requestId?: string;
    readonly changed?: Changed;
    readonly listTasks?: () => Promise<typeof UNAVAILABLE>;
    readonly signal?: AbortSignal;
  } = {},
) {
  const changes: Change[] = [];
  const log: string[] = [];
  const done = { ...SUCCEEDED, id: row.taskId, origPrompt: given.prompt ?? "a girl" };
  const { task = done, requestId = null } = given;
  await watchForLateTasks(
    {
      looks: {
        get: async () => generation,
        dueLooks: async () => ["gen_01"],
        lookAgain: async (_id, at) => void log.push(`again in ${(at - NOW) / 60_000} min`),
        stopLooking: async () => void log.push("stops"),
      },
      listTasks: given.listTasks ?? (async () => listed({ ...row, requestId })),
      readTaskAt: async () => taskAnswer(task),
      ownersOf: async (ids) => ids.map(() => null),
      knownTasks: async () => [],
      clockAheadMs: async () => 0,
      findModel,
      generationsWithoutTask: async () => (generation === null ? [] : [generation]),
      record: async (_id, change) => {
        changes.push(change);
        return given.changed ?? { kind: "changed", generation: running };
      },
      now: () => NOW,
      waits: WAITS,
      reports: {
        ...NO_REPORTS,
        appeared: ({ status }, taskId) => void log.push(`${taskId} appeared, ${status}`),
        late: (_generation, taskId) => void log.push(`${taskId} adopted`),
      },
    },
    given.signal ?? new AbortController().signal,
  );
  return { changes, log };
}

it("gives a generation that still waits its task (G1)", async () => {
  const { changes, log } = await pass(lost(queued));
  expect(changes).toMatchObject([{ kind: "task-recovered", taskId: "task-late" }]);
  expect(log).toEqual(["again in 10 min", "task-late adopted"]);
});

it("reports a task that appears beside another one, and records it once", async () => {
  const { changes, log } = await pass(lost(running));
  expect(changes).toEqual([{ kind: "task-appeared", attempt: 1, taskId: "task-late" }]);
  expect(log).toEqual(["again in 10 min", "task-late appeared, running"]);
  const known = { ...running, disproven: [{ ...disproven, lateTasks: ["task-late"] }] };
  expect(await pass(known)).toEqual({ changes: [], log: ["again in 10 min"] });
  // Another worker was first.
  const ignored: Changed = { kind: "ignored", generation: running, reason: "" };
  expect((await pass(lost(running), { changed: ignored })).log).toEqual(["again in 10 min"]);
});

it("reports a task of an ended generation once, and stops searching (G4)", async () => {
  const changed: Changed = { kind: "ignored", generation: succeeded, reason: "" };
  // The second one ended during the look.
  for (const generation of [succeeded, running])
    expect((await pass(lost<Generation>(generation), { changed })).log).toEqual([
      "again in 10 min",
      "again in 1430 min",
      `task-late appeared, ${generation.status}`,
    ]);
});

it("reports no task that is another's, and none while the list is missing", async () => {
  const nothing = { changes: [], log: ["again in 10 min"] };
  expect(await pass(lost(running), { prompt: "a boy" })).toEqual(nothing);
  expect(await pass(lost(running), { listTasks: async () => UNAVAILABLE })).toEqual(nothing);
  expect(await pass(lost(uncertain))).toEqual(nothing);
});

it("reports no task that cost nothing, even if it is known to be its own", async () => {
  const task: Task = { status: "FAILED", id: row.taskId, failure: UNAVAILABLE.failure };
  const known = { ...running, disproven: [{ ...disproven, requestId: "r-1" }] };
  expect((await pass(known, { requestId: "r-1" })).changes).toHaveLength(1);
  expect((await pass(known, { requestId: "r-1", task })).changes).toEqual([]);
});

it("stops when the record or the provider's tasks are gone, and when the process closes", async () => {
  const old = { ...disproven, begunAt: NOW - TASK_RETENTION_MS };
  for (const generation of [null, { ...running, disproven: [old] }])
    expect((await pass(generation)).log).toEqual(["stops"]);
  expect((await pass(lost(running), { signal: AbortSignal.abort() })).log).toEqual([]);
});
