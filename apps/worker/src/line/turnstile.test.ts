import { expect, it } from "vitest";

import { createTurnstile } from "./turnstile.ts";

it("lets one at a time through, in the order of their arrival, by name", async () => {
  const { enter } = createTurnstile();
  const log: string[] = [];
  const leave = await enter("wan");
  const second = enter("wan").then((next) => (log.push("second"), next));
  const third = enter("wan").then(() => log.push("third"));
  (await enter("kling"))();
  log.push("another model");
  leave();
  (await second)();
  await third;
  expect(log).toEqual(["another model", "second", "third"]);
});
