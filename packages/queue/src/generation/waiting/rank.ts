import type { Generation } from "../generation.ts";

/** A generation's priority is from 0 to this. */
export const HIGHEST_PRIORITY = 10;
/** More than any time in milliseconds, and few enough digits for an exact score in Redis. */
export const PRIORITY_STEP = 1e13;

/** Its place among its tenant's: the smallest is first. By priority, then by acceptance. */
export function rankOf({ priority, createdAt }: Generation): number {
  return (HIGHEST_PRIORITY - priority) * PRIORITY_STEP + createdAt;
}

/** More than the rank of the lowest priority: of what may exceed a whole limit. */
export const BEHIND_ALL = (HIGHEST_PRIORITY + 1) * PRIORITY_STEP;
