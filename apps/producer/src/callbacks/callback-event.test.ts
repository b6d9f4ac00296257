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
  ["an event", event("task-1"), ["task-1"]],
  ["several events", [event("task-1"), event("task-2")], ["task-1", "task-2"]],
  ["the same event twice", [event("task-1"), event("task-1")], ["task-1"]],
  ["what is left of an event", { data: { task_id: "task-1" } }, ["task-1"]],
  ["an event among others", [{}, null, event("task-1")], ["task-1"]],
  ["an event of something else", { data: {} }, []],
  ["no text", event(7), []],
  ["an empty text", event(""), []],
  ["a long text", event("x".repeat(201)), []],
  ["nothing", undefined, []],
])("reads %s", (_, body, taskIds) => {
  expect(taskIdsOf(body)).toEqual(taskIds);
});

it("throws at no JSON", () => {
  fc.assert(fc.property(fc.jsonValue(), (body) => Array.isArray(taskIdsOf(body))));
});
