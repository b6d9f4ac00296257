import type { Cost } from "@dashqueue/dashscope";

import type { Generation } from "../generation/generation.ts";

export const CHARGE_STATES = ["held", "at_risk", "settled"] as const;
export type ChargeState = (typeof CHARGE_STATES)[number];

/** What a generation costs, as far as that is known. */
export interface Charge {
  /**
   * `held`: a task may come to cost this. `at_risk`: it may have been charged, and nobody knows. `settled`: it was charged, as the
   * provider's usage says.
   */
  readonly state: ChargeState;
  /** Null where the price of the model is not known. */
  readonly cost: Cost | null;
}

/**
 * One charge at most: a failed task is not charged, and no attempt begins before the one before is known to have bought nothing (G1).
 * Null while there is nothing that could cost, or when it is known to have cost nothing.
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

/** Charged, or perhaps: where the usage does not say how much, it was what was held at most. */
function settledOr(cost: Cost | null, hold: Cost | null | undefined): Charge {
  return cost === null ? { state: "at_risk", cost: hold ?? null } : { state: "settled", cost };
}
