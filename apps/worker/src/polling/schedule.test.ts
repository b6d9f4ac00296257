import { bucketOf } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import type { Lifetime } from "./lifetime.ts";
import { lifetimeOf } from "./lifetime.ts";
import { nextPollMs, stretchFor } from "./schedule.ts";

const VIDEO = { firstDelayMs: 60_000 };
const observed = (...ages: [number, number][]) =>
  lifetimeOf(new Map(ages.map(([ageMs, count]) => [bucketOf(ageMs), count])), VIDEO);

/** The ages at which a task is polled that ends at this age. */
function pollsOf(lifetime: Lifetime, stretch: number, endsAt: number): number[] {
  const ages = [0];
  while (ages.at(-1)! < endsAt)
    ages.push(ages.at(-1)! + nextPollMs(lifetime, ages.at(-1)!, stretch));
  return ages.slice(1);
}

describe("nextPollMs", () => {
  it("polls often where tasks end, and rarely before", () => {
    const lifetime = observed([100_000, 100], [120_000, 200], [140_000, 100]);
    const early = nextPollMs(lifetime, 1_000, lifetime.effort / 8);
    expect(early).toBeGreaterThan(30_000);
    const late = nextPollMs(lifetime, 120_000, lifetime.effort / 8);
    expect(late).toBeLessThan(12_000);
  });

  it("polls a single task 100 times at most, and half as often if stretched twice as far", () => {
    const lifetime = observed([120_000, 300]);
    const polls = pollsOf(lifetime, 0, 118_000).length;
    expect(polls).toBeGreaterThan(40);
    expect(polls).toBeLessThan(150);
    const [some, half] = [20, 10].map(
      (n) => pollsOf(lifetime, lifetime.effort / n, 118_000).length,
    );
    expect(some! / half!).toBeCloseTo(2, 0);
  });

  it("still polls a task that lives longer than any that was observed", () => {
    const lifetime = observed([20_000, 400]);
    const day = 24 * 60 * 60 * 1_000;
    for (const ageMs of [60_000, 3_600_000, 5 * 3_600_000, day]) {
      const delayMs = nextPollMs(lifetime, ageMs, lifetime.effort / 8);
      expect(delayMs).toBeGreaterThan(0);
      expect(delayMs).toBeLessThan(day);
    }
  });
});

describe("stretchFor", () => {
  const lifetime = observed([120_000, 300]);
  const pollsPerMs = 0.016;

  it("uses the whole budget for the tasks in flight, and no more", () => {
    const tasks = 600;
    const stretch = stretchFor([{ lifetime, tasks }], pollsPerMs);
    // Each task is polled this often in its life, and each poll finds the end half a poll late.
    const polls = lifetime.effort / stretch + 0.5;
    expect((tasks * polls) / lifetime.lifeMs).toBeCloseTo(pollsPerMs, 6);
  });

  it("needs no stretch without tasks, and has an end where the budget is far too small", () => {
    expect(stretchFor([], pollsPerMs)).toBe(0);
    const stretch = stretchFor([{ lifetime, tasks: 100_000 }], pollsPerMs);
    expect(stretch).toBeLessThan(Infinity);
    expect(stretch).toBeGreaterThan(lifetime.effort);
  });

  it("gives the tasks of slow models fewer polls per minute than those of fast ones", () => {
    const fast = observed([10_000, 300]);
    const slow = observed([600_000, 300]);
    const inFlight = [fast, slow].map((lifetime) => ({ lifetime, tasks: 200 }));
    const stretch = stretchFor(inFlight, pollsPerMs);
    expect(nextPollMs(fast, 9_000, stretch) * 3).toBeLessThan(nextPollMs(slow, 590_000, stretch));
  });
});
