import { BUCKETS, bucketStartMs } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import type { Cost, Ended } from "../../test/fixtures/best-schedule.ts";
import { bestAges, costOf, lognormal } from "../../test/fixtures/best-schedule.ts";
import type { Lifetime } from "./lifetime.ts";
import { lifetimeOf } from "./lifetime.ts";
import { nextPollMs } from "./schedule.ts";

const MEDIAN_MS = 120_000;
const VIDEO = { firstDelayMs: 60_000 };

/** What is learned from 400 tasks whose durations are spread exactly as they should be. */
function learnedFrom(ended: Ended): Lifetime {
  const tasks = (bucket: number) =>
    400 * (ended(bucketStartMs(bucket + 1)) - ended(bucketStartMs(bucket)));
  return lifetimeOf(
    new Map(Array.from({ length: BUCKETS }, (_, bucket) => [bucket, tasks(bucket)])),
    VIDEO,
  );
}

function* agesOf(lifetime: Lifetime, stretch: number): Generator<number> {
  for (let age = 0; ;) yield (age += nextPollMs(lifetime, age, stretch));
}

/** The cost of our schedule, with as many polls as the best one needs. */
function costWithAsManyPolls(ended: Ended, lifetime: Lifetime, polls: number): Cost {
  let [low, high] = [1e-3, 1e6];
  for (let halving = 0; halving < 50; halving += 1) {
    const middle = Math.sqrt(low * high);
    if (costOf(ended, agesOf(lifetime, middle)).polls > polls) low = middle;
    else high = middle;
  }
  return costOf(ended, agesOf(lifetime, high));
}

describe("the mean lag, compared with the best schedule of as many polls", () => {
  it.each([
    [0.3, 1.1],
    [0.8, 1.05],
  ])("for a known distribution with a sigma of %d is at most %d times as long", (sigma, most) => {
    const ended = lognormal(MEDIAN_MS, sigma);
    const lifetime = learnedFrom(ended);
    for (const pollCostMs of [500, 3_000, 15_000, 60_000]) {
      const best = costOf(ended, bestAges(ended, pollCostMs, MEDIAN_MS * Math.exp(4.5 * sigma)));
      const own = costWithAsManyPolls(ended, lifetime, best.polls);
      expect(own.polls).toBeCloseTo(best.polls, 1);
      expect(own.lagMs / best.lagMs).toBeGreaterThan(0.99);
      expect(own.lagMs / best.lagMs).toBeLessThan(most);
    }
  });

  it("for a model that was never seen is at most twice as long", () => {
    const ended = lognormal(MEDIAN_MS, 0.3);
    const best = costOf(ended, bestAges(ended, 3_000, MEDIAN_MS * Math.exp(1.35)));
    const own = costWithAsManyPolls(ended, lifetimeOf(new Map(), VIDEO), best.polls);
    expect(own.lagMs / best.lagMs).toBeLessThan(2);
  });
});
