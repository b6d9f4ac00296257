import type { Cost } from "@dashqueue/dashscope";

import type { Generation } from "./generation.ts";

export const CHARGE_STATES = ["held", "at_risk", "settled"] as const;
export type ChargeState = (typeof CHARGE_STATES)[number];

/** What a generation costs, as far as it is known. */
export interface Charge {
  /**
   * `held`: a task in flight may cost this. `at_risk`: it may have been charged, which cannot be
   * known. `settled`: it was charged, according to the provider's usage.
   */
  readonly state: ChargeState;
  /** Null if the model's price is unknown. */
  readonly cost: Cost | null;
}

/**
 * The charge of a generation. There is one at most: a failed task is not charged, and an attempt
 * begins only after the last one is known to have bought nothing (G1). Null if nothing can be
 * charged.
 */
export function chargeOf(generation: Generation): Charge | null {
  switch (generation.status) {
    case "queued":
    case "canceled":
      return null;
    case "submitting":
    case "running":
      return { state: "held", cost: generation.attempt.hold ?? null };
    case "uncertain":
      return { state: "at_risk", cost: generation.attempt.hold ?? null };
    case "archiving":
    case "succeeded":
      return settledOr(generation.result.cost, generation.attempt.hold);
    case "failed":
      if (generation.attempt === null || generation.failure.charged === false) return null;
      return settledOr(generation.result?.cost ?? null, generation.attempt.hold);
  }
}

/** Without a cost in the usage, the charge is unknown and at most what was held. */
function settledOr(cost: Cost | null, hold: Cost | null | undefined): Charge {
  return cost === null ? { state: "at_risk", cost: hold ?? null } : { state: "settled", cost };
}
