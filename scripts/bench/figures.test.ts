import type { LoggedRequest, TaskView } from "@dashqueue/simulator";
import { expect, it } from "vitest";

import { figuresOf } from "./figures.ts";

const task = (id: string, startedAt: number, endedAt: number) =>
  ({ id, startedAt, endedAt }) as TaskView;
const query = (taskId: string, at: number) => ({ operation: "get", taskId, at }) as LoggedRequest;

it("measures lag, queries and the use of slots", () => {
  const tasks = [task("a", 0, 100), task("b", 0, 200), task("c", 150, 250)];
  const requests = [query("a", 50), query("a", 110), query("b", 230), query("c", 250)];
  expect(figuresOf(tasks, requests, 2)).toEqual({
    tasks: 3,
    meanLagMs: 40 / 3,
    p95LagMs: 30,
    queriesPerTask: 4 / 3,
    // Until the last task started, at 150: a for 100, b for 150.
    slotUse: 250 / 300,
  });
  expect(figuresOf(tasks.slice(0, 2), requests, 2).slotUse).toBeNull();
  expect(() => figuresOf(tasks, requests.slice(0, 2), 2)).toThrow("the task b was not found");
});
