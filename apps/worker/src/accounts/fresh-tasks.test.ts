import { expect, it } from "vitest";

import { SUCCEEDED, taskAnswer, UNAVAILABLE } from "../../test/fixtures/generations.ts";
import { createFreshTasks } from "./fresh-tasks.ts";

it("hands out the answer about a succeeded task once, while its links are fresh", () => {
  let now = 0;
  const tasks = createFreshTasks(() => now);
  const answer = taskAnswer(SUCCEEDED);
  tasks.keep(answer);
  expect(tasks.take(SUCCEEDED.id)).toBe(answer);
  expect(tasks.take(SUCCEEDED.id)).toBeNull();
  tasks.keep(answer);
  now = 5 * 60_000;
  expect(tasks.take(SUCCEEDED.id)).toBeNull();
});

it("keeps no other answer, and only the last thousand", () => {
  const tasks = createFreshTasks(() => 0);
  tasks.keep(UNAVAILABLE);
  tasks.keep(taskAnswer({ status: "RUNNING", id: "running" }));
  expect(tasks.take("running")).toBeNull();
  for (let index = 0; index <= 1_000; index += 1)
    tasks.keep(taskAnswer({ ...SUCCEEDED, id: `task-${index}` }));
  expect(tasks.take("task-0")).toBeNull();
  expect(tasks.take("task-1")).not.toBeNull();
});
