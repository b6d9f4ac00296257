import { expect, it } from "vitest";

import { sleep } from "../sleep.ts";
import { createHolding } from "./holding.ts";

it("renews a pick while the work lasts, even if a renewal fails", async () => {
  const { promise: renewedTwice, resolve } = Promise.withResolvers<void>();
  let renewals = 0;
  const hold = async () => {
    renewals += 1;
    if (renewals === 2) resolve();
    throw new Error("Redis is away");
  };
  const waits: number[] = [];
  const holding = createHolding({ hold }, async (ms, signal) => {
    waits.push(ms);
    await sleep(renewals < 2 ? 0 : ms, signal);
  });
  const ticket = { id: "gen_1", model: "wan", own: null };
  expect(await holding(ticket, () => renewedTwice.then(() => 7))).toBe(7);
  expect(waits).toEqual([2_500, 2_500]);
});
