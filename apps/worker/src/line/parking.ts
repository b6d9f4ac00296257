import type { BudgetLimit, ComesBack } from "@dashqueue/queue/internal";

import type { Admission, Knocked } from "../lanes/door.ts";
import { isOfBudget } from "../lanes/door.ts";
import type { Wait } from "../outcome.ts";

/** How often to check whether the limit was raised. */
const UNAFFORDABLE_MS = 5 * 60_000;

/** How long a tenant that has used up its budget is passed over, before the next try. */
const USED_UP_MS = 15_000;

/** The same if another lane may have room. */
const REFUSED_MS = 2_000;

/**
 * The same if its next generation may have room: long enough for a pick of another tenant, and
 * short enough for a tenant with thousands that have none before one that has.
 */
const NEXT_TENANT_MS = 10;

/** How long a generation that may not go yet is left out, even if slots are free. */
export function waitOf(
  admission: Extract<Admission, { readonly kind: "unaffordable" | "undecided" }>,
): Wait {
  switch (admission.kind) {
    case "unaffordable":
      return {
        delayMs: UNAFFORDABLE_MS,
        reason: "the generation may cost more than DAILY_SPEND_LIMIT",
      };
    case "undecided":
      return { delayMs: admission.waitMs, reason: "it may have a task already" };
  }
}

interface Parking extends Wait {
  readonly comesBack: ComesBack;
}

/** How long a generation is taken out of the line; null if it may go now. */
export function parkingOf(knocked: Knocked): Parking | null {
  switch (knocked.kind) {
    // The tenant's cheaper generations go first, including those that it has yet to submit.
    case "unaffordable":
      return { ...waitOf(knocked), comesBack: "behind all" };
    case "undecided":
      return { ...waitOf(knocked), comesBack: "to its place" };
    case "refused": {
      const waits = knocked.refusals.flatMap((refusal) =>
        refusal.kind === "upload-failed" ? [refusal.waitMs] : [],
      );
      // Even if a lane is only full: other generations may go to a lane that is not.
      if (waits.length > 0)
        return {
          delayMs: Math.min(...waits),
          reason: "an upload could not be copied to the provider",
          comesBack: "to its place",
        };
      // What the budget allows later keeps its place.
      return knocked.refusals.every(({ kind }) => kind === "beyond-budget")
        ? {
            delayMs: UNAFFORDABLE_MS,
            reason: "it may cost more than its tenant's whole budget",
            comesBack: "behind all",
          }
        : null;
    }
    case "admitted":
    case "overtaken":
    case "closing":
    case "key-refused":
      return null;
  }
}

/**
 * How long a tenant is passed over because no limit of spending has room for its generation. The
 * others are served in the meantime (G12). Null if that is not what keeps it waiting.
 */
export function restOf(knocked: Knocked): number | null {
  if (knocked.kind === "unaffordable") return NEXT_TENANT_MS;
  if (knocked.kind !== "refused" || !knocked.refusals.some(isOfBudget)) return null;
  const { refusals } = knocked;
  if (!refusals.every(isOfBudget)) return REFUSED_MS;
  const resets = refusals.flatMap((refusal) =>
    refusal.kind === "over-budget" ? [refusal.waitMs] : [],
  );
  return resets.length > 0 ? Math.min(USED_UP_MS, ...resets) : NEXT_TENANT_MS;
}

/** The limit that the tenant has used up, if that keeps its generation from every lane. */
export function usedUpIn(knocked: Knocked): BudgetLimit | undefined {
  if (knocked.kind !== "refused" || !knocked.refusals.every(isOfBudget)) return undefined;
  const over = knocked.refusals.find(({ kind }) => kind === "over-budget");
  return over?.kind === "over-budget" ? over.limit : undefined;
}
