import type { Polling } from "@dashqueue/dashscope";

/**
 * How long the tasks of one kind take, as the rate at which they end at each age (the hazard),
 * constant within each bucket of ages.
 */
export interface Law {
  /** Ends per millisecond of a task that has lived this long, one for each bucket. */
  readonly hazards: readonly number[];
  /** The mean duration, milliseconds. */
  readonly lifeMs: number;
  /** The integral of the root of the hazard over a task's life: how much there is to look for. */
  readonly effort: number;
}

/** Four buckets for each doubling of the age, from one second to six hours. */
const PER_DOUBLING = 4;
const FIRST_MS = 1_000;
export const BUCKETS = 60;

/** The bucket of an age, from 0. The last one has no end. */
export function bucketOf(ageMs: number): number {
  const bucket = Math.floor(Math.log2(Math.max(1, ageMs) / FIRST_MS) * PER_DOUBLING) + 1;
  return Math.min(Math.max(0, bucket), BUCKETS - 1);
}

/** The age at which a bucket begins, milliseconds. */
export function startOf(bucket: number): number {
  return bucket === 0 ? 0 : FIRST_MS * 2 ** ((bucket - 1) / PER_DOUBLING);
}

/** How much what the catalog says weighs, in observed tasks. */
const PRIOR_WEIGHT = 3;
/** However sure the observations are, a task may end at another age. */
const MOST_SURE = 0.98;

/**
 * Estimates a law from how many tasks were observed to end in each bucket. The fewer they are, the
 * more the catalog counts, which knows only the shortest duration.
 *
 * @param observed tasks by bucket; old ones may count in part.
 */
export function lawOf(observed: ReadonlyMap<number, number>, { firstDelayMs }: Polling): Law {
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
    const widthMs = startOf(bucket + 1) - startOf(bucket);
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
export function ageExceededBy(share: number, { hazards }: Law): number {
  let survival = 1;
  const last = hazards.findIndex((hazard, bucket) => {
    survival *= Math.exp(-hazard * (startOf(bucket + 1) - startOf(bucket)));
    return survival <= share;
  });
  return startOf(last === -1 ? BUCKETS : last + 1);
}

/** The natural logarithm of durations varies this much between tasks of most models. */
const SIGMA = 0.7;
/** This share of the prior is spread over all ages, so that a wrong one is soon corrected. */
const SPREAD = 0.1;

/** The share of tasks that end in a bucket: lognormal, with twice the first delay as the median. */
function priorOf(bucket: number, firstDelayMs: number): number {
  const below = (ageMs: number) => normal(Math.log(ageMs / (2 * firstDelayMs)) / SIGMA);
  const share = below(startOf(bucket + 1)) - below(startOf(bucket));
  return (1 - SPREAD) * share + SPREAD / BUCKETS;
}

/** The cumulative normal distribution, approximated by a logistic one (within 0.01). */
function normal(z: number): number {
  return 1 / (1 + Math.exp(-1.702 * z));
}
