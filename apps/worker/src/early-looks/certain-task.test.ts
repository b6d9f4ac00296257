import type { TaskRow } from "@dashqueue/dashscope";
import { deadlinesAfter } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { START, WAITS } from "../../test/fixtures/generations.ts";
import type { EarlyEvidence } from "./certain-task.ts";
import { certainTask } from "./certain-task.ts";

const TASK: TaskRow = {
  taskId: "task-1",
  requestId: "request-1",
  model: "wan",
  status: "RUNNING",
  createdAt: START + 300,
};
const OTHER = {
  generationId: "gen_2",
  model: "wan",
  begunAt: START - 60_000,
  until: START,
  isTimed: true,
};
const ALONE: EarlyEvidence = {
  requestId: null,
  begunAt: START,
  deadlines: deadlinesAfter(START, WAITS),
  tasks: [TASK],
  others: [],
  isExclusive: true,
};

describe("certainTask", () => {
  it("is the task of our request id, also on a shared account", () => {
    const evidence = { ...ALONE, requestId: "request-1", isExclusive: false, others: [OTHER] };
    const tasks = [{ ...TASK, taskId: "task-2", requestId: "request-2" }, TASK];
    expect(certainTask({ ...evidence, tasks })).toEqual({ task: TASK, isPresumed: false });
  });

  it("is the only task of an exclusive account that nothing else explains", () => {
    expect(certainTask(ALONE)).toEqual({ task: TASK, isPresumed: true });
  });

  it.each<[string, Partial<EarlyEvidence>]>([
    ["the account may be shared", { isExclusive: false }],
    ["there is no task yet, which proves nothing", { tasks: [] }],
    ["there are two tasks", { tasks: [TASK, { ...TASK, taskId: "task-2", status: "FAILED" }] }],
    ["another attempt may have made it", { others: [OTHER] }],
    [
      "another attempt may have made it before a clock was set",
      { others: [{ ...OTHER, begunAt: START - 900_000, until: START - 600_000, isTimed: false }] },
    ],
    ["it was not charged", { tasks: [{ ...TASK, status: "FAILED" }] }],
    ["it does not show its model", { tasks: [{ ...TASK, model: null }] }],
    ["it does not show its time", { tasks: [{ ...TASK, createdAt: null }] }],
    ["it is older than the attempt", { tasks: [{ ...TASK, createdAt: START - 6_000 }] }],
    ["it is too young", { tasks: [{ ...TASK, createdAt: START + 46_000 }] }],
    ["no request id is known", { isExclusive: false, tasks: [{ ...TASK, requestId: null }] }],
  ])("is none if %s (G1)", (_, given) => {
    expect(certainTask({ ...ALONE, ...given })).toBeNull();
  });
});
