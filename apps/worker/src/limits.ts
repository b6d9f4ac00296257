import type { Limits } from "@dashqueue/dashscope";
import { findModel } from "@dashqueue/dashscope";
import type { LaneLimits } from "@dashqueue/queue";

import { PROBE_MS } from "./lane-reaction.ts";

/** What a model allows that neither the catalogue nor the configuration knows: the least that any model allows. */
const LEAST: Limits = { submitsPerSecond: 1, maxInFlight: 1 };

/** How soon a lane that was told off tries one more task: about as long as a rate limit lasts. */
const RAISE_MS = 60_000;

/** A model's limits: configured for it, configured for all others (`*`), the catalogue's. */
export function limitsOf(model: string, configured: Readonly<Record<string, Limits>>): Limits {
  return configured[model] ?? configured["*"] ?? findModel(model)?.limits ?? LEAST;
}

/**
 * The limits as the lane holds them. Two creates are 5 % further apart than the rate asks for: they leave evenly, but do not
 * arrive evenly.
 */
export function laneLimitsOf(limits: Limits): LaneLimits {
  return {
    maxInFlight: limits.maxInFlight,
    intervalMs: Math.ceil(1_050 / limits.submitsPerSecond),
    probeMs: PROBE_MS,
    raiseMs: RAISE_MS,
  };
}
