import type { FindModel, Limits } from "@dashqueue/dashscope";
import { limitsIn, regionOf } from "@dashqueue/dashscope";
import type { LaneLimits } from "@dashqueue/queue/internal";

import type { Account } from "../accounts/accounts.ts";

/** How soon a lane that was told off tries one more task: about as long as a rate limit lasts. */
const RAISE_MS = 60_000;

/** What a model allows that nobody knows: the least that any does. */
const LEAST: Limits = { submitsPerSecond: 1, maxInFlight: 1 };

/** A model's limits on an account: configured for it, configured for all others (`*`), the catalogue's for the region. */
export function limitsOf(
  id: string,
  { limits, baseUrl }: Pick<Account, "limits" | "baseUrl">,
  findModel: FindModel,
): Limits {
  const model = findModel(id);
  const known = model === undefined ? LEAST : limitsIn(model, regionOf(baseUrl));
  return limits[id] ?? limits["*"] ?? known;
}

/**
 * The limits as the lane holds them. Two creates are 5 % further apart than the rate asks for: they leave evenly, but do not
 * arrive evenly.
 */
export function laneLimitsOf(limits: Limits, probeMs: number): LaneLimits {
  return {
    maxInFlight: limits.maxInFlight,
    intervalMs: Math.ceil(1_050 / limits.submitsPerSecond),
    probeMs,
    raiseMs: RAISE_MS,
  };
}

/** Between two jobs of a model's queue, where several lanes take them. */
export function combinedIntervalMs(lanes: readonly LaneLimits[]): number {
  return Math.ceil(1 / lanes.reduce((perMs, { intervalMs }) => perMs + 1 / intervalMs, 0));
}
