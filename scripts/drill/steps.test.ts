import { expect, it } from "vitest";

import { stepsOf } from "./steps.ts";

it.each([
  [false, ["producer", "worker", "worker (killed)"]],
  [true, ["worker", "worker (killed)", "producer"]],
])("goes back in the reverse order, with workers first: %s", (workersFirst, names) => {
  expect(stepsOf(workersFirst).map(({ title }) => title)).toEqual([
    ...names.map((name) => `update ${name}`),
    ...names.toReversed().map((name) => `roll back ${name}`),
  ]);
});
