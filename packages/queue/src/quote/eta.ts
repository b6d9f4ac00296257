import { bucketStartMs } from "../durations/age-buckets.ts";
import type { Observed } from "../durations/task-durations.ts";
import { ALL_KINDS, isKnownKind, tasksIn } from "../durations/task-kinds.ts";

/** Seconds that half, and nine of ten, generations wait at most. */
export interface Eta {
  readonly p50: number;
  readonly p90: number;
}

/** A place in the line of a model, and what decides how fast it moves. */
export interface LinePlace {
  /** Among the waiting generations of its tenant, from 1. */
  readonly position: number;
  readonly weight: number;
  /** The other tenants that wait for the model. */
  readonly others: readonly { readonly weight: number; readonly waiting: number }[];
  /** The slots of all lanes that admit the model, and how many of them are free. */
  readonly slots: number;
  readonly free: number;
  /** The tenant's own limit of slots, and how many of them are free; null without one. */
  readonly own: { readonly slots: number; readonly free: number } | null;
}

/** How long slots are held. */
export interface Durations {
  readonly meanMs: number;
  /** The variance, divided by the square of the mean. */
  readonly spread: number;
}

/** Fewer tasks are not enough for an estimate. */
const LEAST_TASKS = 5;

/** How long tasks of this kind took; null while too few were observed. */
export function durationsOf(kinds: ReadonlyMap<string, Observed>, kind: string): Durations | null {
  const own = kinds.get(kind);
  const observed = own !== undefined && isKnownKind(own) ? own : kinds.get(ALL_KINDS);
  if (observed === undefined || tasksIn(observed) < LEAST_TASKS) return null;
  const ages = [...observed].map(([bucket, count]) => {
    const middleMs = (bucketStartMs(bucket) + bucketStartMs(bucket + 1)) / 2;
    return [middleMs, count] as const;
  });
  const mean = (of: (ms: number) => number) =>
    ages.reduce((sum, [ms, count]) => sum + of(ms) * count, 0) / tasksIn(observed);
  const meanMs = mean((ms) => ms);
  return { meanMs, spread: mean((ms) => (ms / meanMs - 1) ** 2) };
}

/**
 * When a waiting generation gets its slot, if the lanes go on as they are. Null where nothing says
 * so: without slots, or without observed durations.
 */
export function etaOf(place: LinePlace, durations: Durations | null): Eta | null {
  if (durations === null || place.slots <= 0 || place.own?.slots === 0) return null;
  const inLine = waitUntilFreed(overallPlace(place) - place.free, place.slots, durations);
  const { own, position } = place;
  const atLimit =
    own === null ? AT_ONCE : waitUntilFreed(position - own.free, own.slots, durations);
  return {
    p50: Math.ceil(Math.max(inLine.p50, atLimit.p50) / 1_000),
    p90: Math.ceil(Math.max(inLine.p90, atLimit.p90) / 1_000),
  };
}

const AT_ONCE: Eta = { p50: 0, p90: 0 };

/** Its place among all: until it is served, each other tenant is served by its weight (G12). */
function overallPlace({ position, weight, others }: LinePlace): number {
  const ahead = others.map((other) => Math.min(other.waiting, (position * other.weight) / weight));
  return ahead.reduce((sum, count) => sum + count, position);
}

/** Of the standard normal distribution. */
const Z = { p50: 0, p90: 1.2816 };

/**
 * When the nth of the slots that are taken is freed, milliseconds. Each slot is a stationary
 * renewal process of unknown age: together they free `slots / meanMs` slots a millisecond on
 * average. How much that varies lies between a Poisson process, for few of many slots, and the
 * spread of the durations, for many of few (D. R. Cox, "Renewal Theory", 1962). The quantiles are
 * those of a gamma distribution with this mean and variance.
 */
function waitUntilFreed(nth: number, slots: number, { meanMs, spread }: Durations): Eta {
  if (nth <= 0) return AT_ONCE;
  const dispersion = spread + (1 - spread) * Math.max(0, 1 - nth / slots);
  const mean = nth - (1 - dispersion) / 2;
  const variance = dispersion * nth + Math.max(0, 1 - dispersion) / 12;
  const atQuantile = (z: number) => (gammaQuantile(mean, variance, z) * meanMs) / slots;
  return { p50: atQuantile(Z.p50), p90: atQuantile(Z.p90) };
}

/** By the approximation of Wilson and Hilferty (1931). */
function gammaQuantile(mean: number, variance: number, z: number): number {
  const shape = mean ** 2 / variance;
  return mean * Math.max(0, 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape))) ** 3;
}
