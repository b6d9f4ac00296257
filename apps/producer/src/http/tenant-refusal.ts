import type { TenantRefusal } from "@dashqueue/queue/internal";
import type { Problem } from "@dashqueue/service";

/** Seconds. A guess: when a queue has room depends on the lanes. */
const FULL_RETRY_S = 10;

/** What to answer to a caller whose tenant may not submit this, or not now. */
export function problemOfRefusal(refusal: TenantRefusal): Problem {
  switch (refusal.reason) {
    case "disabled":
      return { status: 403, detail: DISABLED };
    case "model":
      return {
        status: 403,
        detail:
          "Your tenant may not use this model. Nothing was stored. Use another one, or ask the operator to add it to the limit models of your tenant.",
      };
    case "max_queued":
      return {
        status: 429,
        detail: `Your tenant has ${refusal.limit} queued generations, as many as its limit max_queued allows. Nothing was stored. There is room as soon as one of them is submitted or canceled.`,
        retryAfterSeconds: FULL_RETRY_S,
      };
    case "submits_per_minute": {
      const seconds = Math.ceil(refusal.resetMs / 1000);
      return {
        status: 429,
        detail: `Your tenant has submitted ${refusal.limit} generations within a minute, as many as its limit submits_per_minute allows. Nothing was stored. The limit resets in ${seconds} s.`,
        retryAfterSeconds: seconds,
      };
    }
  }
}

export const DISABLED =
  "Your tenant is disabled: nothing of it can be read or submitted. Ask the operator to enable it.";
