import type { SweepState } from "@dashqueue/queue/internal";

/** Whether sweeps are worth their queries. */
export type SweepHealth = Pick<SweepState, "strikes" | "offUntil" | "offMs">;

/** What a sweep has shown about the list. */
export interface SweepFindings {
  /** Tasks that it reported as ended. */
  readonly told: number;
  /** Tasks that it had reported before and that a poll has found ended. */
  readonly confirmed: number;
  /** Tasks that it does not show although a poll has found that they had ended. */
  readonly unlisted: number;
  /** Tasks that it had reported before and that a poll has found running. */
  readonly running: number;
}

const MOST_STRIKES = 3;
/** One miss is forgiven for every 50 confirmed ends. */
const ENDS_PER_MISS = 50;
const FIRST_OFF_MS = 5 * 60_000;
const LONGEST_OFF_MS = 6 * 60 * 60_000;

export const HEALTHY: SweepHealth = { strikes: 0, offUntil: 0, offMs: FIRST_OFF_MS };

/** Switches sweeps off after a few misses, each time for twice as long. */
export function judgeSweep(
  { strikes, offUntil, offMs }: SweepHealth,
  { confirmed, unlisted, running }: Omit<SweepFindings, "told">,
  now: number,
): SweepHealth {
  const left = Math.max(0, strikes + unlisted + running - confirmed / ENDS_PER_MISS);
  // Sweeps that have worked for as long as they would stop now are trusted again.
  const nextMs = now - offUntil > offMs ? FIRST_OFF_MS : offMs;
  return left < MOST_STRIKES
    ? { strikes: left, offUntil, offMs: nextMs }
    : { strikes: 0, offUntil: now + nextMs, offMs: Math.min(2 * nextMs, LONGEST_OFF_MS) };
}
