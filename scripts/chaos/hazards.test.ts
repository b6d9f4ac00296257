import { createRandom } from "@dashqueue/simulator";
import { expect, it } from "vitest";

import { strikeAtRandom } from "./hazards.ts";

it("lets every hazard strike, at most as often as it may, until the run is over", async () => {
  const over = new AbortController();
  let left = 20;
  const strike = async () => {
    left -= 1;
    if (left === 0) over.abort();
  };
  const hazards = [
    { name: "once", atMost: 1, strike },
    { name: "often", strike },
  ];
  expect(await strikeAtRandom(hazards, 0, createRandom(7), over.signal)).toEqual({
    once: 1,
    often: 19,
  });
  expect(
    await strikeAtRandom(hazards.slice(0, 1), 0, createRandom(7), new AbortController().signal),
  ).toEqual({ once: 1 });
});
