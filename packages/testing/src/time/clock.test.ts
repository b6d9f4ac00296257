import { expect, it } from "vitest";

import { createClock } from "./clock.ts";

it("moves only when it is advanced", () => {
  const clock = createClock(1000);
  expect(clock.now()).toBe(1000);
  clock.advance(250);
  clock.advance(50);
  expect(clock.now()).toBe(1300);
});
