import type { Generation, Queued } from "./generation.ts";

/** Whether a generation waits in its model's line: it is queued and holds no slot. */
export function isWaiting(generation: Generation): generation is Queued {
  return generation.status === "queued" && generation.keptSlot === null;
}

const HIGHEST_PRIORITY = 10;
/** More than any time in milliseconds, and few enough digits for an exact score in Redis. */
export const PRIORITY_STEP = 1e13;

/** Its place among its tenant's: the smallest is first. By priority, then by acceptance. */
export function rankOf({ priority, createdAt }: Generation): number {
  return (HIGHEST_PRIORITY - priority) * PRIORITY_STEP + createdAt;
}
