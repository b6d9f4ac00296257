import { describe, expect, it } from "vitest";

import { BURST, HOUR_MS, LIMITED, WEIGHTS } from "./scenarios.ts";
import { simulate, slotTimeMs } from "./simulate.ts";

/** The mean number of slots that a tenant had. */
function slotsOf(
  tasks: ReturnType<typeof simulate>,
  tenant: string,
  [from, to]: readonly [number, number],
): number {
  return slotTimeMs(tasks, tenant, [from, to]) / (to - from);
}

describe("tenants in a lane", () => {
  const tasks = simulate(WEIGHTS);

  it("share it by weight while both wait, whatever the length of their backlogs (G12)", () => {
    const both = [2.1 * HOUR_MS, 3 * HOUR_MS] as const;
    expect(slotsOf(tasks, "films", both)).toBeCloseTo(3.75, 1);
    expect(slotsOf(tasks, "shop", both)).toBeCloseTo(1.25, 1);
  });

  it("leave no slot free while a generation waits, and save up nothing meanwhile (G12)", () => {
    const alone = [1.5 * HOUR_MS, 2 * HOUR_MS] as const;
    expect(slotsOf(tasks, "films", alone)).toBeCloseTo(5, 5);
    const back = [2 * HOUR_MS, 2.25 * HOUR_MS] as const;
    expect(slotsOf(tasks, "shop", back)).toBeLessThan(1.4);
  });
});

it("a burst of 10,000 delays a trickle by no more than the tasks in flight (G12)", () => {
  const waits = simulate(BURST)
    .filter(({ tenant }) => tenant === "trickle")
    .map(({ arrivedAt, begunAt }) => begunAt - arrivedAt);
  expect(waits.length).toBeGreaterThanOrEqual(35);
  expect(Math.max(...waits)).toBeLessThan(2 * 60_000);
});

it("a tenant at its own limit does not block the line (G12)", () => {
  const tasks = simulate(LIMITED);
  const all = [0.1 * HOUR_MS, 2 * HOUR_MS] as const;
  expect(slotsOf(tasks, "limited", all)).toBeCloseTo(1, 5);
  expect(slotsOf(tasks, "other", all)).toBeCloseTo(4, 5);
});
