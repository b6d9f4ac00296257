import { expect, it } from "vitest";

import { isTooDeep, MOST_LEVELS } from "./nesting.ts";

const lists = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels));

it("allows as many levels as a request may have, and no more", () => {
  expect(isTooDeep("text")).toBe(false);
  expect(isTooDeep(null)).toBe(false);
  expect(isTooDeep(lists(MOST_LEVELS))).toBe(false);
  expect(isTooDeep(lists(MOST_LEVELS + 1))).toBe(true);
  expect(isTooDeep({ input: { media: [lists(MOST_LEVELS)] } })).toBe(true);
});

it("ends for a value that is very deep, or inside itself", () => {
  expect(isTooDeep(lists(400_000))).toBe(true);
  const inItself: Record<string, unknown> = {};
  Object.assign(inItself, { one: inItself, other: [inItself, inItself] });
  expect(isTooDeep(inItself)).toBe(true);
});
