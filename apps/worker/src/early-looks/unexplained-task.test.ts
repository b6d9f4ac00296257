import type { TaskRow } from "@dashqueue/dashscope";
import { findModel } from "@dashqueue/dashscope";
import { describe, expect, it } from "vitest";

import { GENERATIONS, START, WAITS } from "../../test/fixtures/generations.ts";
import { makersOf } from "./makers.ts";
import { unexplainedTask } from "./unexplained-task.ts";

const { submitting, uncertain, running, queued } = GENERATIONS;
const model = submitting.request.model;
const TASK: TaskRow = {
  taskId: "task-1",
  requestId: null,
  model,
  status: "RUNNING",
  createdAt: START,
};
const known = { findModel, waits: WAITS, clockAheadMs: 0, now: START + 60_000 };
const makers = makersOf(submitting, known);

describe("unexplainedTask", () => {
  it.each<[string, TaskRow[]]>([
    ["of another model", [{ ...TASK, model: "wan2.6-t2v" }]],
    ["from a time before any attempt", [{ ...TASK, createdAt: START - 11_000 }]],
    ["from a time long after every attempt", [{ ...TASK, createdAt: START + 3_600_000 }]],
    ["beyond the number of attempts", [TASK, { ...TASK, taskId: "task-2" }]],
  ])("is a task %s", (_, tasks) => {
    expect(unexplainedTask(tasks, makers, START - 600_000)).toBe(tasks[0]);
  });

  it.each<[string, TaskRow[]]>([
    ["that an open attempt may have made", [TASK]],
    ["whose model is not shown", [{ ...TASK, model: null }]],
    ["whose time is not shown", [{ ...TASK, model: "wan2.6-t2v", createdAt: null }]],
    ["from a time before attempts were known", [{ ...TASK, createdAt: START - 600_000 }]],
  ])("is not a task %s", (_, tasks) => {
    expect(unexplainedTask(tasks, makers, START - 600_000)).toBeNull();
  });
});

describe("makersOf", () => {
  it("are the open attempt and those that were disproven in the last day", () => {
    const lost = { ...submitting.attempt, attempt: 1, requestId: null, lateTasks: [] };
    const old = { ...lost, begunAt: START - 90_000_000 };
    const begunAt = START - 5_000_000;
    const disproven = [old, { ...lost, begunAt }];
    const until = START + 1_840_000;
    const maker = { generationId: "gen_01", model, begunAt: START, until, isTimed: true };
    expect(makersOf(submitting, known)).toEqual([maker]);
    expect(makersOf({ ...uncertain, disproven }, known)).toEqual([
      maker,
      { ...maker, begunAt, until: begunAt + 1_840_000 },
    ]);
    expect(makersOf({ ...queued, disproven }, known)).toMatchObject([{ begunAt }]);
    expect(makersOf(running, known)).toEqual([]);
  });

  it("may have made a task of any time if the provider's clock was set since", () => {
    const attempt = { ...submitting.attempt, providerAheadMs: 0 };
    const begun = { ...submitting, attempt };
    const late = { ...TASK, createdAt: START + 3_600_000 };
    const explains = (clockAheadMs: number | null) =>
      unexplainedTask([late], makersOf(begun, { ...known, clockAheadMs }), START - 600_000) ===
      null;
    expect([0, 4_000, 600_000, -600_000, null].map(explains)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });
});
