import { z } from "zod";

const MOST = 2_147_483_647;

export const seed = z.int().min(0).max(MOST).optional();
/** -1 asks for a random one. */
export const seedOrRandom = z.int().min(-1).max(MOST).optional();
export const share = z.number().min(0).max(1).optional();
export const scale = z.number().min(1).max(2).optional();
export const flag = z.boolean().optional();

/** A duration that the provider never changes. */
export const fiveSeconds = z
  .literal(5, "must be 5: the provider makes 5 s whatever is asked")
  .optional();

/** Whole seconds. */
export function seconds(least: number, most: number) {
  return z.int().min(least).max(most).optional();
}

/** Whole seconds, or one number that means something else. */
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
