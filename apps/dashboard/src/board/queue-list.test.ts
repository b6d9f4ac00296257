import { expect, test } from "vitest";

import { queuesOf } from "./queue-list.ts";

test("the queues stand in the order a generation passes them, and so do their names", () => {
  const queues = queuesOf(["wan2.2", "wan2.1"]);
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
    "1 submit again",
    "2 poll",
    "3 archive",
    "4 notify",
  ]);
  expect([...names].sort((a, b) => a.localeCompare(b))).toEqual(names);
  for (const { description } of queues) expect(description).toMatch(/^[A-Z].+\.$/);
});

test("without any model there are the others", () => {
  expect(queuesOf([])).toHaveLength(4);
});
