import { expect, test } from "vitest";
import { createClock } from "./clock.ts";

test("moves only when told to", () => {
  const clock = createClock(1000);
  expect(clock.now()).toBe(1000);
  clock.advance(250);
  clock.advance(50);
  expect(clock.now()).toBe(1300);
});
