import { expect, it } from "vitest";

import type { SweepHealth } from "./sweep-health.ts";
import { HEALTHY, judgeSweep } from "./sweep-health.ts";

const MINUTE_MS = 60_000;
const miss = { confirmed: 0, unlisted: 1, running: 0 };
const lie = { confirmed: 0, unlisted: 0, running: 1 };

it("switches sweeps off after three misses", () => {
  const two = judgeSweep(judgeSweep(HEALTHY, miss, 0), lie, 0);
  expect(two.offUntil).toBe(0);
  expect(judgeSweep(two, miss, 1_000)).toEqual({
    strikes: 0,
    offUntil: 1_000 + 5 * MINUTE_MS,
    offMs: 10 * MINUTE_MS,
  });
});

it("forgives one miss for fifty ends", () => {
  let health = HEALTHY;
  for (let sweep = 0; sweep < 100; sweep += 1)
    health = judgeSweep(health, { confirmed: 60, unlisted: 1, running: 0 }, 0);
  expect(health.offUntil).toBe(0);
});

it("switches them off for twice as long each time, and starts over when they work", () => {
  const off = (health: SweepHealth, now: number) =>
    judgeSweep(health, { confirmed: 0, unlisted: 3, running: 0 }, now);
  const lengths: number[] = [];
  let [health, now] = [HEALTHY, 0];
  for (let time = 0; time < 9; time += 1) {
    health = off(health, now);
    lengths.push((health.offUntil - now) / MINUTE_MS);
    now = health.offUntil + 1;
  }
  expect(lengths).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360]);
  const works = judgeSweep(health, { ...miss, unlisted: 0 }, now + 7 * 60 * MINUTE_MS);
  expect(works.offMs).toBe(5 * MINUTE_MS);
});
