import type { TenantRefusal } from "@dashqueue/queue/internal";
import type { Problem } from "@dashqueue/service";

/** Seconds. A guess: when a queue has room depends on the lanes. */
const FULL_RETRY_S = 10;

/**
 * What to answer to a caller whose tenant may not submit this, or not now.
 *
 * @param count how many generations are submitted together.
 */
export function problemOfRefusal(refusal: TenantRefusal, count = 1): Problem {
  if (count > 1 && "limit" in refusal) return problemOfBatch(refusal, count);
  switch (refusal.reason) {
    case "disabled":
      return { status: 403, detail: DISABLED };
    case "model":
      return {
        status: 403,
        detail: `Your tenant may not use the model ${refusal.model}. Nothing was stored. Use another one, or ask the operator to allow it for your tenant.`,
      };
    case "max_queued":
      return {
        status: 429,
        detail: refusal.limit === 0 ? NOTHING : full(refusal.limit),
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

function problemOfBatch(
  refusal: Extract<TenantRefusal, { readonly limit: number }>,
  count: number,
): Problem {
  const { reason, limit } = refusal;
  if (count > limit) {
    const detail = `The batch has ${count} generations, and the limit ${reason} of your tenant is ${limit}. Nothing was stored. Split the batch, or ask the operator to raise the limit.`;
    return { status: 400, detail };
  }
  const exceeds = `With these ${count} generations, your tenant would exceed its limit ${reason} of ${limit}. Nothing was stored.`;
  if (reason === "max_queued")
    return {
      status: 429,
      detail: `${exceeds} Repeat the request when enough queued generations are submitted or canceled, or split the batch.`,
      retryAfterSeconds: FULL_RETRY_S,
    };
  const seconds = Math.ceil(refusal.resetMs / 1000);
  const detail = `${exceeds} The limit resets in ${seconds} s.`;
  return { status: 429, detail, retryAfterSeconds: seconds };
}

function full(limit: number): string {
  return `Your tenant has ${limit} queued generations, as many as its limit max_queued allows. Nothing was stored. There is room as soon as one of them is submitted or canceled.`;
}

const NOTHING =
  "The limit max_queued of your tenant is 0: it may submit nothing. Nothing was stored. Ask the operator to raise the limit.";

export const DISABLED =
  "Your tenant is disabled: nothing of it can be read or submitted. Ask the operator to enable it.";
