import { expect, test } from "vitest";

import { startedTask, START_TIME } from "../../test/fixtures/task.ts";
import { taskView } from "./task-view.ts";

test("a task's view has its status and times", () => {
  const end = START_TIME + 11_000;
  expect(taskView(startedTask(), end)).toMatchObject({
    status: "SUCCEEDED",
    submittedAt: START_TIME,
    startedAt: START_TIME + 1000,
    endedAt: end,
  });
});
