import { expect, test } from "vitest";

import { publicNumber } from "./public-number.ts";

test("a name has one stable number, which does not reveal the name", () => {
  expect(publicNumber("sk-simulator", 6)).toMatch(/^\d{6}$/);
  expect(publicNumber("sk-simulator", 6)).toBe(publicNumber("sk-simulator", 6));
  expect(publicNumber("sk-simulator", 16)).not.toBe(publicNumber("sk-other", 16));
});
