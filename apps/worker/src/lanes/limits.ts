import type { Limits } from "@dashqueue/dashscope";
import type { LaneLimits } from "@dashqueue/queue/internal";
import { RAISE_MS } from "@dashqueue/queue/internal";

/**
 * The limits that the lane enforces (G3). Create requests are spaced 5 % wider than the rate limit
 * requires, because requests that leave evenly do not arrive evenly.
 */
export function laneLimitsOf(limits: Limits, probeMs: number): LaneLimits {
  return {
    maxInFlight: limits.maxInFlight,
    intervalMs: Math.ceil(1_050 / limits.submitsPerSecond),
    probeMs,
    raiseMs: RAISE_MS,
  };
}

/** The interval between two jobs of a model's queue that feeds several lanes. */
export function combinedIntervalMs(lanes: readonly LaneLimits[]): number {
  return Math.ceil(1 / lanes.reduce((perMs, { intervalMs }) => perMs + 1 / intervalMs, 0));
}
