import type { Polling } from "@dashqueue/dashscope";
import { BUCKETS, bucketStartMs } from "@dashqueue/queue/internal";

/**
 * How long the tasks of one kind take, as the rate at which they end at each age (the hazard),
 * constant within each bucket of ages.
 */
export interface Lifetime {
  /** Ends per millisecond of a task that has lived this long, one for each bucket. */
  readonly hazards: readonly number[];
  /** The mean duration, milliseconds. */
  readonly lifeMs: number;
  /** The integral of the root of the hazard over a task's life: how much there is to look for. */
  readonly effort: number;
}

/** The weight of the catalog's duration, as a number of observed tasks. */
const PRIOR_WEIGHT = 3;
/** However sure the observations are, a task may end at another age. */
const MOST_SURE = 0.98;

/**
 * Estimates how long tasks take from how many were observed to end in each bucket. The fewer they
 * are, the more the catalog counts, which knows only the shortest duration.
 *
 * @param observed tasks by bucket; old ones may count in part.
 */
export function lifetimeOf(
  observed: ReadonlyMap<number, number>,
  { firstDelayMs }: Polling,
): Lifetime {
  const weights = Array.from({ length: BUCKETS }, (_, bucket) => {
    const near = (offset: number) => observed.get(bucket + offset) ?? 0;
    const smoothed = near(0) / 2 + near(-1) / 4 + near(1) / 4;
    return smoothed + PRIOR_WEIGHT * priorOf(bucket, firstDelayMs);
  });
  let left = weights.reduce((sum, weight) => sum + weight, 0);
  let survival = 1;
  let lifeMs = 0;
  let effort = 0;
  const hazards = weights.map((weight, bucket) => {
    const widthMs = bucketStartMs(bucket + 1) - bucketStartMs(bucket);
    const hazard = -Math.log(1 - Math.min(MOST_SURE, weight / left)) / widthMs;
    const livedMs = (survival * (1 - Math.exp(-hazard * widthMs))) / hazard;
    left -= weight;
    survival *= Math.exp(-hazard * widthMs);
    lifeMs += livedMs;
    effort += livedMs * Math.sqrt(hazard);
    return hazard;
  });
  return { hazards, lifeMs, effort };
}

/** The age that this share of the tasks exceeds, milliseconds. */
export function ageExceededBy(share: number, { hazards }: Lifetime): number {
  let survival = 1;
  const last = hazards.findIndex((hazard, bucket) => {
    survival *= Math.exp(-hazard * (bucketStartMs(bucket + 1) - bucketStartMs(bucket)));
    return survival <= share;
  });
  return bucketStartMs(last === -1 ? BUCKETS : last + 1);
}

/** The natural logarithm of durations varies this much between tasks of most models. */
const SIGMA = 0.7;
/** This share of the prior is spread over all ages, so that a wrong one is soon corrected. */
const SPREAD = 0.1;

/** The share of tasks that end in a bucket: lognormal, with twice the first delay as the median. */
function priorOf(bucket: number, firstDelayMs: number): number {
  const below = (ageMs: number) => normal(Math.log(ageMs / (2 * firstDelayMs)) / SIGMA);
  const share = below(bucketStartMs(bucket + 1)) - below(bucketStartMs(bucket));
  return (1 - SPREAD) * share + SPREAD / BUCKETS;
}

/** The cumulative normal distribution, approximated by a logistic one (within 0.01). */
function normal(z: number): number {
  return 1 / (1 + Math.exp(-1.702 * z));
}
