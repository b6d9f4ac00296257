import { expect, it } from "vitest";

import { runChaos } from "../../scripts/chaos/run.ts";
import { holds, tableOf } from "../../scripts/chaos/verdict.ts";

it("pays every generation exactly once while processes and Redis are killed and answers are lost", async () => {
  const options = {
    generations: 40,
    workers: 2,
    killEveryMs: 4_000,
    lostAnswers: 0.15,
    redisRestarts: 1,
    seed: 11,
  };
  const result = await runChaos(options, () => {});
  expect(holds(result), tableOf(result)).toBe(true);
  // A run in which nothing was killed would prove nothing.
  expect(result.kills).toBeGreaterThan(0);
  expect(result.lostAnswers).toBeGreaterThan(0);
  expect(result.redisRestarts).toBe(1);
});
