import { createRandom } from "@dashqueue/simulator";

/** Log-normal durations around a median, milliseconds. */
export function spread(medianMs: number, sigma: number, count: number, seed: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    // Box and Muller's method.
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.round(medianMs * Math.exp(sigma * normal));
  });
}
