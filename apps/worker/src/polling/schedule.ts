import { bucketOf, BUCKETS, bucketStartMs } from "@dashqueue/queue/internal";

import type { Lifetime } from "./lifetime.ts";

/** Of one task, even if there is no other: more polls would hardly find its end sooner. */
const MOST_POLLS = 100;

/**
 * The delay until the next poll of a task of this age, milliseconds: the more likely an end, the
 * sooner. The rate of polls is the root of the hazard, divided by `stretch`: for a given number of
 * polls, no other rate finds the ends sooner on average (J. B. Keller, "Optimum checking schedules
 * for systems subject to random failure", 1974).
 */
export function nextPollMs({ hazards, effort }: Lifetime, ageMs: number, stretch: number): number {
  const divisor = Math.max(stretch, effort / MOST_POLLS);
  let polls = 1;
  let at = ageMs;
  for (let bucket = bucketOf(ageMs); ; bucket += 1) {
    const rate = Math.sqrt(hazards[bucket] ?? 0) / divisor;
    const end = bucket === BUCKETS - 1 ? Infinity : bucketStartMs(bucket + 1);
    if (at + polls / rate <= end) return at + polls / rate - ageMs;
    polls -= (end - at) * rate;
    at = end;
  }
}

/** The tasks in flight that are expected to live equally long. */
export interface InFlight {
  readonly lifetime: Lifetime;
  readonly tasks: number;
}

/** A poll finds an end half an interval late: that is half a poll for each task. */
const LAST_POLL = 0.5;
/** Where not even one poll for each task fits the budget, the tasks take turns. */
const LEAST_SHARE = 0.25;

/** How far the polls of all tasks in flight must be stretched to be `pollsPerMs` together. */
export function stretchFor(inFlight: readonly InFlight[], pollsPerMs: number): number {
  let needed = 0;
  let last = 0;
  for (const { lifetime, tasks } of inFlight) {
    needed += (tasks * lifetime.effort) / lifetime.lifeMs;
    last += (tasks * LAST_POLL) / lifetime.lifeMs;
  }
  return needed / Math.max(pollsPerMs - last, LEAST_SHARE * pollsPerMs);
}
