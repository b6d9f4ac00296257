/** Four buckets for each doubling of the age of a task, from one second to six hours. */
const PER_DOUBLING = 4;
const FIRST_MS = 1_000;
export const BUCKETS = 60;

/** The bucket of an age, from 0. The last one has no end. */
export function bucketOf(ageMs: number): number {
  const bucket = Math.floor(Math.log2(Math.max(1, ageMs) / FIRST_MS) * PER_DOUBLING) + 1;
  return Math.min(Math.max(0, bucket), BUCKETS - 1);
}

/** The age at which a bucket begins, milliseconds. */
export function bucketStartMs(bucket: number): number {
  return bucket === 0 ? 0 : FIRST_MS * 2 ** ((bucket - 1) / PER_DOUBLING);
}
