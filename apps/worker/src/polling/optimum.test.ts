import { BUCKETS, bucketStartMs } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import type { Cost, Ended } from "../../test/fixtures/best-schedule.ts";
import { bestAges, costOf, lognormal } from "../../test/fixtures/best-schedule.ts";
import type { Law } from "./law.ts";
import { lawOf } from "./law.ts";
import { nextPollMs } from "./schedule.ts";

const MEDIAN_MS = 120_000;
const VIDEO = { firstDelayMs: 60_000 };

/** What is learned from 400 tasks whose durations are spread exactly as they should be. */
function learnedFrom(ended: Ended): Law {
  const tasks = (bucket: number) =>
    400 * (ended(bucketStartMs(bucket + 1)) - ended(bucketStartMs(bucket)));
  return lawOf(
    new Map(Array.from({ length: BUCKETS }, (_, bucket) => [bucket, tasks(bucket)])),
    VIDEO,
  );
}

function* agesOf(law: Law, stretch: number): Generator<number> {
  for (let age = 0; ;) yield (age += nextPollMs(law, age, stretch));
}

/** The cost of our schedule, with as many polls as the best one needs. */
function costWithAsManyPolls(ended: Ended, law: Law, polls: number): Cost {
  let [low, high] = [1e-3, 1e6];
  for (let halving = 0; halving < 50; halving += 1) {
    const middle = Math.sqrt(low * high);
    if (costOf(ended, agesOf(law, middle)).polls > polls) low = middle;
    else high = middle;
  }
  return costOf(ended, agesOf(law, high));
}

describe("the mean lag, compared with the best schedule of as many polls", () => {
  it.each([
    [0.3, 1.1],
    [0.8, 1.05],
  ])("for a known law with a sigma of %d is at most %d times as long", (sigma, most) => {
    const ended = lognormal(MEDIAN_MS, sigma);
    const law = learnedFrom(ended);
    for (const pollCostMs of [500, 3_000, 15_000, 60_000]) {
      const best = costOf(ended, bestAges(ended, pollCostMs, MEDIAN_MS * Math.exp(4.5 * sigma)));
      const own = costWithAsManyPolls(ended, law, best.polls);
      expect(own.polls).toBeCloseTo(best.polls, 1);
      expect(own.lagMs / best.lagMs).toBeGreaterThan(0.99);
      expect(own.lagMs / best.lagMs).toBeLessThan(most);
    }
  });

  it("for a model that was never seen is at most twice as long", () => {
    const ended = lognormal(MEDIAN_MS, 0.3);
    const best = costOf(ended, bestAges(ended, 3_000, MEDIAN_MS * Math.exp(1.35)));
    const own = costWithAsManyPolls(ended, lawOf(new Map(), VIDEO), best.polls);
    expect(own.lagMs / best.lagMs).toBeLessThan(2);
  });
});
