import { expect, it } from "vitest";

import { shownQueues } from "./shown-queues.ts";

it("lists the queues in the order of the stages, and the models by name", () => {
  const queues = shownQueues(["wan2.2", "wan2.1"]);
  expect(queues.map(({ name }) => name)).toEqual([
    "submit-wan2.1",
    "submit-wan2.2",
    "resubmit",
    "poll",
    "archive",
    "notify",
  ]);
  const names = queues.map(({ displayName }) => displayName);
  expect(names).toEqual([
    "1 submit · wan2.1",
    "1 submit · wan2.2",
    "1 submit retries",
    "2 poll",
    "3 archive",
    "4 notify",
  ]);
  expect([...names].sort((a, b) => a.localeCompare(b))).toEqual(names);
  for (const { description } of queues) expect(description).toMatch(/^[A-Z].+\.$/);
});

it("lists the queues without a model when no model is known", () => {
  expect(shownQueues([])).toHaveLength(4);
});
