import { expect, it } from "vitest";

import type { DrillResult } from "./verdict.ts";
import { tablesOf, verdictOf } from "./verdict.ts";

const RIGHT: DrillResult = {
  accepted: 8,
  succeeded: 8,
  failed: 0,
  paid: 8,
  doublyPaid: 0,
  overLimit: 0,
  uncertain: [],
  stuck: 0,
  boughtAgain: 0,
  refused: 0,
  unread: [["update worker", 0]],
};

it.each([
  [{}, true, true],
  [{ paid: 7 }, false, true],
  [{ doublyPaid: 1 }, false, true],
  [{ boughtAgain: 1 }, false, true],
  [{ overLimit: 1 }, false, true],
  [{ uncertain: ["gen_1"] }, false, true],
  [{ refused: 1 }, true, false],
  [{ unread: [["roll back producer", 3]] }, true, false],
] as const)("judges %j", (changes, isPaidOnce, isReadable) => {
  expect(verdictOf({ ...RIGHT, ...changes })).toEqual({ isPaidOnce, isReadable });
});

it("shows the counts", () => {
  const tables = tablesOf(RIGHT);
  expect(tables).toContain("| paid tasks | 8 |");
  expect(tables).toContain("| update worker | 0 |");
});
