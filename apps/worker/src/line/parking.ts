import type { Admission, Knocked } from "../lanes/door.ts";
import type { Wait } from "../outcome.ts";

/** How often to check whether the limit was raised. */
const UNAFFORDABLE_MS = 5 * 60_000;

/** For how long a generation is not tried that may not go yet, whatever slots are free. */
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

/** For how long a generation is taken out of the line; null if it may go now. */
export function parkingOf(knocked: Knocked): Wait | null {
  switch (knocked.kind) {
    case "unaffordable":
    case "undecided":
      return waitOf(knocked);
    case "refused": {
      const waits = knocked.refusals.flatMap((refusal) =>
        refusal.kind === "upload-failed" ? [refusal.waitMs] : [],
      );
      // Also if a lane is only full: others may go to one that is not.
      if (waits.length > 0)
        return {
          delayMs: Math.min(...waits),
          reason: "an upload could not be copied to the provider",
        };
      // A tenant's cheaper generations may go. What its budget allows later keeps its place.
      return knocked.refusals.every(({ kind }) => kind === "beyond-budget")
        ? { delayMs: UNAFFORDABLE_MS, reason: "it may cost more than its tenant's whole budget" }
        : null;
    }
    case "admitted":
    case "overtaken":
    case "closing":
    case "key-refused":
      return null;
  }
}
