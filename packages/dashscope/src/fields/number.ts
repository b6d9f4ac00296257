import { z } from "zod";

const MOST = 2_147_483_647;

export const seed = z.int().min(0).max(MOST).optional();
/** -1 requests a random seed. */
export const seedOrRandom = z.int().min(-1).max(MOST).optional();
export const share = z.number().min(0).max(1).optional();
export const scale = z.number().min(1).max(2).optional();
export const flag = z.boolean().optional();

export const fiveSeconds = z
  .literal(5, "must be 5: the model makes videos of 5 seconds only")
  .optional();

/** Whole seconds. */
export function seconds(least: number, most: number) {
  return z.int().min(least).max(most).optional();
}

/** Whole seconds, or one number with a meaning of its own. */
export function secondsOr(special: number, meaning: string, least: number, most: number) {
  return z
    .int()
    .refine(
      (value) => value === special || (value >= least && value <= most),
      `must be ${least} to ${most}, or ${special} for ${meaning}`,
    )
    .meta({ minimum: Math.min(special, least), maximum: most })
    .optional();
}

export function oneOfSeconds<const Seconds extends readonly number[]>(allowed: Seconds) {
  return z.literal(allowed).optional();
}
