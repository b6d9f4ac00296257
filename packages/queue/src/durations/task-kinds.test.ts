import { expect, it } from "vitest";

import { ALL_KINDS, kindOf } from "./task-kinds.ts";

it.each([
  [undefined, ALL_KINDS],
  [{}, ALL_KINDS],
  [{ resolution: "720P", duration: 5, seed: 7 }, "720P 5"],
  [{ size: "1280*720" }, "1280*720"],
  [{ size: { w: 1 }, duration: ["5"] }, ALL_KINDS],
  [{ size: "x".repeat(100) }, "x".repeat(40)],
])("the kind of %j is %j", (parameters, kind) => {
  expect(kindOf({ parameters })).toBe(kind);
});
