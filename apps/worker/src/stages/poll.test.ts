import type { CancelAnswer, Task, TaskAnswer } from "@dashqueue/dashscope";
import { findModel } from "@dashqueue/dashscope";
import type { Change, Generation, Running, Submitting, Uncertain } from "@dashqueue/queue/internal";
import { TASK_LIFE_MS } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import {
  FAILURE,
  GENERATIONS,
  REFUSED,
  START,
  SUCCEEDED,
  taskAnswer,
  UNAVAILABLE,
  listed,
  NO_REPORTS,
  WAITS,
} from "../../test/fixtures/generations.ts";
import type { PollPorts } from "./poll.ts";
import { poll } from "./poll.ts";

const { submitting, uncertain, running, archiving } = GENERATIONS;
const canceling: Running = { ...running, cancel: "requested" };
const never = new AbortController().signal;
const suspended: Task = { status: "UNRECOGNIZED", id: "task-1", word: "UNKNOWN" };

interface Given {
  readonly generation: Submitting | Uncertain | Running;
  readonly task?: TaskAnswer;
  readonly cancel?: CancelAnswer;
  readonly now?: number;
  readonly signal?: AbortSignal;
  readonly missing?: boolean;
  readonly hinted?: boolean;
  readonly recorded?: Generation;
}

async function run({
  generation,
  task = UNAVAILABLE,
  cancel = UNAVAILABLE,
  now = START,
  signal = never,
  missing = false,
  hinted = false,
  recorded = archiving,
}: Given) {
  const changes: Change[] = [];
  const unreported: (number | null)[] = [];
  const contradictions: string[] = [];
  const learned: (number | null)[] = [];
  const ports: PollPorts = {
    readTask: async () => task,
    cancelTask: async () => cancel,
    listTasks: async () => listed(),
    readTaskAt: async () => task,
    ownersOf: async () => [],
    findModel,
    tenantOfTask: async () => null,
    openAttempts: async () => [],
    generationsWithLostTask: async () => [submitting],
    exclusiveSince: async () => START,
    notExclusive: async (_account, contradiction) => void contradictions.push(contradiction),
    serverChange: async () => null,
    reports: NO_REPORTS,
    knownTasks: async () => [],
    clockAheadMs: async () => 0,
    record: async (_id, change) => {
      changes.push(change);
      return missing ? { kind: "missing" } : { kind: "changed", generation: recorded };
    },
    now: () => now,
    paceMs: () => 15_000,
    learn: (_running, endedAt) => void learned.push(endedAt),
    hinted: async () => hinted,
    unreported: async (_running, endedAt) => void unreported.push(endedAt),
    waits: WAITS,
  };
  const outcome = await poll(generation, ports, signal);
  return { outcome, changes, contradictions, unreported, learned };
}

describe("poll", () => {
  it.each<[string, Given, Change]>([
    [
      "a running task",
      { generation: running, task: taskAnswer({ status: "RUNNING", id: "task-1" }) },
      { kind: "task-read", task: { status: "RUNNING", id: "task-1" } },
    ],
    [
      "a succeeded task",
      { generation: running, task: taskAnswer(SUCCEEDED) },
      { kind: "task-read", task: SUCCEEDED },
    ],
    [
      "an unknown status",
      { generation: running, task: taskAnswer(suspended) },
      { kind: "task-read", task: suspended },
    ],
    [
      "a confirmed cancel",
      { generation: canceling, cancel: { kind: "canceled", requestId: null } },
      { kind: "cancel-answered", confirmed: true },
    ],
    [
      "a refused cancel",
      { generation: canceling, cancel: { kind: "refused", failure: FAILURE } },
      { kind: "cancel-answered", confirmed: false },
    ],
    [
      "a create request that no worker waits for (G1)",
      { generation: submitting, now: START + 40_000 },
      { kind: "attempt-orphaned", attempt: 1 },
    ],
  ])("records %s", async (_, given, change) => {
    expect(await run(given)).toMatchObject({
      outcome: { kind: "advance", generation: archiving },
      changes: [change],
    });
  });

  it.each<[string, Given, number]>([
    [
      "while the create request is in flight",
      { generation: submitting, now: START + 10_000 },
      10_000,
    ],
    ["as long as the provider requires", { generation: running, task: UNAVAILABLE }, 30_000],
    [
      "at the usual pace when the provider gives no delay",
      { generation: running, task: { ...UNAVAILABLE, retryAfterMs: null } },
      15_000,
    ],
    ["when the provider refuses the account", { generation: running, task: REFUSED }, 15_000],
    [
      "when neither cancel nor read is answered",
      { generation: canceling, cancel: UNAVAILABLE, task: { ...UNAVAILABLE, retryAfterMs: null } },
      15_000,
    ],
  ])("waits %s", async (_, given, delayMs) => {
    const { outcome, changes } = await run(given);
    expect(outcome).toMatchObject({ kind: "wait", delayMs });
    expect(changes).toEqual([]);
  });

  it("reads the task when a cancel is not answered", async () => {
    const { changes } = await run({
      generation: canceling,
      cancel: UNAVAILABLE,
      task: taskAnswer(SUCCEEDED),
    });
    expect(changes).toEqual([{ kind: "task-read", task: SUCCEEDED }]);
  });

  it("waits at the model's pace when an end was reported that a read does not confirm", async () => {
    const task = taskAnswer({ status: "RUNNING", id: "task-1" });
    const given = { generation: running, recorded: running, task };
    expect((await run({ ...given, hinted: true })).outcome).toMatchObject({
      kind: "wait",
      delayMs: 15_000,
    });
    expect((await run({ ...given, hinted: false })).outcome).toMatchObject({ kind: "advance" });
  });

  it.each<[string, Task, boolean, number]>([
    ["an end that nothing reported", SUCCEEDED, false, 1],
    ["no end that was reported", SUCCEEDED, true, 0],
    ["no running task", { status: "RUNNING", id: "task-1" }, false, 0],
    [
      "no canceled task, which may have no callback",
      { status: "CANCELED", id: "task-1" },
      false,
      0,
    ],
  ])("counts as not reported: %s", async (_, task, hinted, count) => {
    expect(
      (await run({ generation: running, task: taskAnswer(task), hinted })).unreported,
    ).toHaveLength(count);
  });

  it("learns how long a task took that succeeded", async () => {
    const ended = { ...SUCCEEDED, endedAt: START + 5 };
    expect((await run({ generation: running, task: taskAnswer(ended) })).learned).toEqual([
      START + 5,
    ]);
    const failed = { status: "FAILED", id: "task-1", failure: FAILURE } as const;
    expect((await run({ generation: running, task: taskAnswer(failed) })).learned).toEqual([]);
  });

  it("settles a create request whose answer was lost (G1)", async () => {
    const { changes } = await run({ generation: uncertain, now: START + 60_000 });
    expect(changes).toEqual([
      { kind: "attempt-absent", attempt: 1, lookedAt: START + 60_000, provenAfterMs: 600_000 },
    ]);
  });

  it("checks what a person found out first, and settles without an answer (G1)", async () => {
    const claimed = { ...uncertain, claim: { taskId: "task-1", by: "ann", refusal: null } };
    const known = { generation: claimed, task: taskAnswer({ status: "RUNNING", id: "task-1" }) };
    expect((await run(known)).changes).toMatchObject([{ kind: "claim-refused" }]);
    const { changes } = await run({ generation: claimed, now: START + 60_000 });
    expect(changes).toMatchObject([{ kind: "attempt-absent" }]);
  });

  it("looks for the task before its absence could be proven, and proves nothing (G1)", async () => {
    for (const generation of [submitting, uncertain]) {
      const { outcome, changes } = await run({ generation, now: START + 10_000 });
      expect(outcome).toMatchObject({ kind: "wait", delayMs: 10_000 });
      expect(changes).toEqual([]);
    }
  });

  it("drops a task that was presumed to be ours but shows another prompt", async () => {
    const presumed = { ...running, task: { ...running.task, isPresumed: true } };
    const shows = (origPrompt: string | null) => taskAnswer({ ...SUCCEEDED, origPrompt });
    const { changes, contradictions } = await run({ generation: presumed, task: shows("a boy") });
    expect(changes).toMatchObject([{ kind: "task-foreign", failure: { charged: null } }]);
    expect(contradictions).toEqual(["task task-1 shows another prompt"]);
    for (const given of [
      { generation: presumed, task: shows("a girl") },
      { generation: presumed, task: shows(null) },
      { generation: running, task: shows("a boy") },
    ])
      expect((await run(given)).changes).toMatchObject([{ kind: "task-read" }]);
  });

  it("gives up a task only when it is unknown and over a day old", async () => {
    const { changes } = await run({
      generation: running,
      task: taskAnswer(suspended),
      now: START + TASK_LIFE_MS + 1,
    });
    expect(changes).toMatchObject([
      { kind: "task-lost", failure: { kind: "expired", charged: null } },
    ]);
  });

  it("hands the job back when the process closes", async () => {
    const signal = AbortSignal.abort();
    expect((await run({ generation: running, signal })).outcome).toEqual({ kind: "hand-back" });
    expect((await run({ generation: canceling, signal })).outcome).toEqual({ kind: "hand-back" });
  });

  it("fails when the record was deleted", async () => {
    const { outcome } = await run({
      generation: running,
      task: taskAnswer(SUCCEEDED),
      missing: true,
    });
    expect(outcome).toMatchObject({ kind: "fail" });
  });
});
