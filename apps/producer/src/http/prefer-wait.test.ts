import { expect, it } from "vitest";

import { readPreferWait } from "./prefer-wait.ts";

it.each([
  ["wait=60", 60],
  ['respond-async, Wait = "10"; foo="some value"', 10],
  ["wait=5, wait=60", 5],
  ["wait=301", 300],
  ["wait=0", null],
  ["wait=-1", null],
  ["wait=soon", null],
  ["wait", null],
  ["await=60", null],
  ["", null],
  [undefined, null],
])("reads the preference %j as %j", (header, seconds) =>
  expect(readPreferWait(header)).toBe(seconds),
);
