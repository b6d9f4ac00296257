import { describe, expect, it } from "vitest";

import { bucketOf } from "../durations/age-buckets.ts";
import type { Durations, Eta, LinePlace } from "./eta.ts";
import { durationsOf, etaOf } from "./eta.ts";

const ALONE: LinePlace = { position: 1, weight: 1, others: [], slots: 1, free: 0, own: null };

/** Numbers from 0 to 1 that are the same in each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Durations with a lognormal distribution, and their mean and spread. */
function lognormal(medianMs: number, sigma: number) {
  const random = numbers(7);
  const draw = () => {
    const radius = Math.sqrt(-2 * Math.log(random()));
    return medianMs * Math.exp(sigma * radius * Math.cos(2 * Math.PI * random()));
  };
  const durations: Durations = {
    meanMs: medianMs * Math.exp(sigma ** 2 / 2),
    spread: Math.exp(sigma ** 2) - 1,
  };
  return { draw, durations };
}

/** How long the one at this place waits in a lane that has been full for long, in many runs. */
function simulate(
  place: LinePlace,
  { draw, durations: { meanMs } }: ReturnType<typeof lognormal>,
): Eta {
  const RUNS = 2_000;
  const random = numbers(11);
  const waits = Array.from({ length: RUNS }, () => {
    const ends = Array.from({ length: place.slots }, draw);
    const freeNext = () => {
      const first = Math.min(...ends);
      ends[ends.indexOf(first)] = first + draw();
      return first;
    };
    const now = (10 + 10 * random()) * meanMs;
    while (Math.min(...ends) < now) freeNext();
    const order = servedBefore(place);
    let at = now;
    for (let served = 0; served < order; served += 1) at = freeNext();
    return at - now;
  }).toSorted((one, other) => one - other);
  const quantile = (share: number) => (waits[Math.floor(share * RUNS)] ?? 0) / 1_000;
  return { p50: quantile(0.5), p90: quantile(0.9) };
}

/** Serves tenants by their virtual time until the one at the place is served; returns how many. */
function servedBefore({ position, weight, others, free }: LinePlace): number {
  const own = { weight, waiting: position, at: 0 };
  const all = [own, ...others.map((other) => ({ ...other, at: 0 }))];
  const total = all.reduce((sum, { waiting }) => sum + waiting, 0);
  for (let served = 0; served < total; served += 1) {
    if (own.waiting === 0) return Math.max(0, served - free);
    const next = all
      .filter(({ waiting }) => waiting > 0)
      .reduce((least, one) => (one.at < least.at ? one : least));
    next.waiting -= 1;
    next.at += 1 / next.weight;
  }
  return Math.max(0, total - free);
}

describe("etaOf", () => {
  it.each<[string, Partial<LinePlace>, sigma: number]>([
    ["the first for one slot", {}, 0.3],
    ["the first for five slots", { slots: 5 }, 0.3],
    ["the first for one slot of uneven tasks", {}, 0.7],
    ["the tenth for two slots", { position: 10, slots: 2 }, 0.3],
    ["the hundredth for ten slots", { position: 100, slots: 10 }, 0.7],
    [
      "one of two equal tenants",
      { position: 10, slots: 2, others: [{ weight: 1, waiting: 99 }] },
      0.3,
    ],
    [
      "one of weight 3 beside one of weight 1",
      { position: 12, weight: 3, slots: 4, others: [{ weight: 1, waiting: 99 }] },
      0.5,
    ],
    [
      "one beside a short backlog",
      { position: 20, slots: 4, others: [{ weight: 9, waiting: 3 }] },
      0.5,
    ],
    ["one with free slots ahead", { position: 6, slots: 4, free: 2 }, 0.5],
  ])("is near to a simulation of %s", (_, given, sigma) => {
    const place = { ...ALONE, ...given };
    const tasks = lognormal(60_000, sigma);
    const simulated = simulate(place, tasks);
    const eta = etaOf(place, tasks.durations);
    // A quarter, or a tenth of a task: what a reader would call right.
    const near = (seconds: number) => Math.max(0.25 * seconds, 6);
    expect(Math.abs((eta?.p50 ?? 0) - simulated.p50)).toBeLessThan(near(simulated.p50));
    expect(Math.abs((eta?.p90 ?? 0) - simulated.p90)).toBeLessThan(near(simulated.p90));
  });

  const even: Durations = { meanMs: 60_000, spread: 0.1 };

  it("is zero while enough slots are free", () => {
    expect(etaOf({ ...ALONE, slots: 3, free: 2, position: 2 }, even)).toEqual({ p50: 0, p90: 0 });
  });

  it("follows the tenant's own limit if it is lower than the lane's", () => {
    const place = { ...ALONE, position: 10, slots: 10 };
    const limited = etaOf({ ...place, own: { slots: 1, free: 0 } }, even);
    expect(limited).toEqual(etaOf({ ...place, slots: 1 }, even));
    expect(limited?.p50).toBeGreaterThan(500);
  });

  it("grows with the place", () => {
    const etas = [1, 2, 5, 50, 5_000].map((position) => etaOf({ ...ALONE, position }, even));
    const seconds = etas.map((eta) => eta?.p50 ?? 0);
    expect(seconds).toEqual(seconds.toSorted((one, other) => one - other));
    expect(seconds.at(-1)).toBeCloseTo(5_000 * 60, -3);
    for (const eta of etas) expect(eta?.p90).toBeGreaterThan(eta?.p50 ?? 0);
  });

  it("is unknown without durations or slots", () => {
    expect(etaOf(ALONE, null)).toBeNull();
    expect(etaOf({ ...ALONE, slots: 0 }, even)).toBeNull();
    expect(etaOf({ ...ALONE, own: { slots: 0, free: 0 } }, even)).toBeNull();
  });
});

describe("durationsOf", () => {
  const observed = (ms: number, count: number) => new Map([[bucketOf(ms), count]]);

  it("takes the kind that was observed often, else all tasks of the model, if there are some", () => {
    const kinds = new Map([
      ["", observed(60_000, 9)],
      ["720P 5", observed(120_000, 30)],
      ["480P 5", observed(30_000, 19)],
    ]);
    expect(durationsOf(kinds, "720P 5")?.meanMs).toBeCloseTo(120_000, -5);
    expect(durationsOf(kinds, "480P 5")?.meanMs).toBeCloseTo(60_000, -4.5);
    expect(durationsOf(new Map([["", observed(60_000, 4)]]), "")).toBeNull();
    expect(durationsOf(new Map(), "")).toBeNull();
  });

  it("measures how much they vary", () => {
    const two = new Map([...observed(10_000, 10), ...observed(100_000, 10)]);
    expect(durationsOf(new Map([["", observed(60_000, 9)]]), "")?.spread).toBe(0);
    expect(durationsOf(new Map([["", two]]), "")?.spread).toBeCloseTo(0.67, 1);
  });
});
