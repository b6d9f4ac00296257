import type { Task, TaskRow } from "@dashqueue/dashscope";
import { describe, expect, it } from "vitest";

import {
  FAILURE,
  GENERATIONS,
  SUCCEEDED,
  taskAnswer,
  UNAVAILABLE,
  listed,
} from "../../test/fixtures/generations.ts";
import type { TaskList } from "../accounts/task-list.ts";
import type { Candidate } from "../settling/candidates.ts";
import type { PossibleTasks } from "../settling/possible-tasks.ts";
import type { Finding } from "./judge-claim.ts";
import { judgeDenial, judgeNamedTask } from "./judge-claim.ts";

const { uncertain } = GENERATIONS;
const ROW: TaskRow = {
  taskId: "task-1",
  requestId: "request-1",
  model: uncertain.request.model,
  status: "RUNNING",
  createdAt: 1,
};
const LISTED: TaskList = listed(ROW);
const NOT_LISTED: TaskList = listed();
const NO_LIST: TaskList = { kind: "unavailable", failure: FAILURE, retryAfterMs: null };
const RUNNING: Task = { status: "RUNNING", id: "task-1" };
const UNKNOWN: Task = { status: "UNRECOGNIZED", id: "task-1", word: "UNKNOWN" };
const SUSPENDED: Task = { status: "UNRECOGNIZED", id: "task-1", word: "SUSPENDED" };
const showing = (origPrompt: string | null): Task => ({ ...SUCCEEDED, origPrompt });

describe("judgeNamedTask", () => {
  it.each<[string, Task, TaskList, Finding["kind"]]>([
    ["a task that DashScope does not know", UNKNOWN, LISTED, "refused"],
    ["a task of another model", RUNNING, NOT_LISTED, "refused"],
    ["a task with another prompt", showing("a boy"), LISTED, "refused"],
    ["a task whose model cannot be read now", RUNNING, NO_LIST, "unanswered"],
    ["a running task of the model", RUNNING, LISTED, "confirmed"],
    ["a task in an undocumented state", SUSPENDED, LISTED, "confirmed"],
    ["a task with the prompt", showing("a girl"), LISTED, "confirmed"],
    ["a task that shows no prompt", showing(" "), LISTED, "confirmed"],
    ["a task with the prompt, without a list", showing("a girl"), NO_LIST, "confirmed"],
  ])("judges %s (G1)", (_, task, list, kind) => {
    expect(judgeNamedTask(uncertain, "task-1", taskAnswer(task), list).kind).toBe(kind);
  });

  it("learns the request id from the list", () => {
    expect(judgeNamedTask(uncertain, "task-1", taskAnswer(RUNNING), LISTED)).toEqual({
      kind: "confirmed",
      requestId: "request-1",
    });
  });

  it("decides nothing while DashScope does not answer", () => {
    expect(judgeNamedTask(uncertain, "task-1", UNAVAILABLE, LISTED)).toEqual({
      kind: "unanswered",
    });
  });

  it("says what to do", () => {
    expect(judgeNamedTask(uncertain, "task-9", taskAnswer(UNKNOWN), LISTED)).toEqual({
      kind: "refused",
      reason:
        "DashScope knows no task task-9 on the account default. Check the task id in the provider's console; if the task is new, repeat this in a minute.",
    });
  });
});

describe("judgeDenial", () => {
  const candidate = (overrides: Partial<Candidate>): Candidate => ({
    taskId: "task-1",
    model: uncertain.request.model,
    requestId: null,
    status: "SUCCEEDED",
    createdAt: 1,
    prompt: null,
    ...overrides,
  });

  const listing = (candidates: readonly Candidate[]): PossibleTasks => ({
    kind: "tasks",
    candidates,
    seen: new Map(),
    witnesses: [],
    clockAheadMs: 0,
  });

  it.each<[string, readonly Candidate[], Finding["kind"]]>([
    ["no task", [], "confirmed"],
    ["a task that was not charged", [candidate({ status: "FAILED" })], "confirmed"],
    ["a task with another prompt", [candidate({ prompt: "a boy" })], "confirmed"],
    ["a task that will never show a prompt", [candidate({})], "confirmed"],
    ["a task that may be the generation's", [candidate({ status: "RUNNING" })], "refused"],
    ["a task that cannot be read", [candidate({ status: "UNKNOWN" })], "refused"],
    ["a task with the prompt", [candidate({ prompt: "a girl" })], "refused"],
    ["a task with a truncated prompt", [candidate({ prompt: "a gi" })], "refused"],
  ])("judges a person who found no task while DashScope lists %s (G1)", (_, candidates, kind) => {
    expect(judgeDenial(uncertain, listing(candidates)).kind).toBe(kind);
  });

  it("names the tasks that contradict", () => {
    const candidates = [candidate({ status: "RUNNING" }), candidate({ taskId: "task-2" })];
    expect(judgeDenial(uncertain, listing(candidates))).toMatchObject({
      reason: expect.stringContaining("task-1.") as unknown,
    });
  });

  it("decides nothing by a list that does not show a task of ours (G1)", () => {
    const witnesses = [{ taskId: "task-8", begunAt: 1 }];
    expect(judgeDenial(uncertain, { ...listing([]), witnesses })).toEqual({ kind: "unanswered" });
    const seen = new Map([["task-8", null]]);
    expect(judgeDenial(uncertain, { ...listing([]), witnesses, seen }).kind).toBe("confirmed");
    const before = { ...uncertain, possibleTasks: ["task-9"] };
    expect(judgeDenial(before, listing([]))).toEqual({ kind: "unanswered" });
  });

  it("decides nothing without a list", () => {
    const list = { kind: "unavailable", failure: FAILURE, retryAfterMs: null } as const;
    expect(judgeDenial(uncertain, list)).toEqual({ kind: "unanswered" });
  });
});
