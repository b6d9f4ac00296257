/** The share of the queries for polls that sweeps use. */
const SWEEP_SHARE = 0.1;
const SHORTEST_MS = 2_000;
const LONGEST_MS = 30_000;
/** How many pages a sweep reads of a list that shows nothing new. */
const LEAST_PAGES = 3;

/** Single polls that are this rare find most ends later than sweeps do. */
const RARE_MS = 10_000;

/**
 * Whether to sweep an account's task list: its single polls are rare.
 *
 * @param evenMs the interval at which its budget would poll each task in flight evenly.
 */
export function isWorthSweeping(evenMs: number, isSweeping: boolean): boolean {
  // Hysteresis: without it, sweeps would start and stop all the time.
  return evenMs >= (isSweeping ? RARE_MS / 2 : RARE_MS);
}

/** The time between two sweeps, each of which reads this number of pages. */
export function sweepIntervalMs(pages: number, pollsPerMs: number): number {
  const intervalMs = Math.max(LEAST_PAGES, pages) / (SWEEP_SHARE * pollsPerMs);
  return Math.min(Math.max(SHORTEST_MS, intervalMs), LONGEST_MS);
}

/** How late the list may show an end before it is of no more use than single polls. */
export function allowedLagMs(evenMs: number): number {
  return Math.max(RARE_MS, evenMs / 2);
}
