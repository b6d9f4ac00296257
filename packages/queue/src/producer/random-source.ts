import { getRandomValues } from "node:crypto";

const BYTES = 4_096;

/**
 * Returns random numbers from 0 to below 1 in steps of 1/256, for `ulid`. Its own source asks the
 * system for each byte.
 */
export function createRandomSource(): () => number {
  const bytes = new Uint8Array(BYTES);
  let used = BYTES;
  return () => {
    if (used === BYTES) {
      getRandomValues(bytes);
      used = 0;
    }
    used += 1;
    return (bytes[used - 1] ?? 0) / 256;
  };
}
