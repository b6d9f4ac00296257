import fc from "fast-check";
import { expect, it } from "vitest";

import { taskIdsOf } from "./callback-event.ts";

const event = (taskId: unknown) => ({
  specversion: "1.0",
  id: "event-1",
  source: "acs.dashscope",
  type: "dashscope:System:AsyncTaskFinish",
  data: { task_id: taskId, task_status: "SUCCEEDED", contain_result: false },
});

it.each<[string, unknown, string[]]>([
  ["one event", event("task-1"), ["task-1"]],
  ["several events", [event("task-1"), event("task-2")], ["task-1", "task-2"]],
  ["the same event twice", [event("task-1"), event("task-1")], ["task-1"]],
  ["an event reduced to its data", { data: { task_id: "task-1" } }, ["task-1"]],
  ["an event among other values", [{}, null, event("task-1")], ["task-1"]],
  ["an event without a task id", { data: {} }, []],
  ["a task id that is not a string", event(7), []],
  ["an empty task id", event(""), []],
  ["a task id that is too long", event("x".repeat(201)), []],
  ["no body", undefined, []],
])("reads %s", (_, body, taskIds) => {
  expect(taskIdsOf(body)).toEqual(taskIds);
});

it("accepts any JSON value without throwing", () => {
  fc.assert(fc.property(fc.jsonValue(), (body) => Array.isArray(taskIdsOf(body))));
});
