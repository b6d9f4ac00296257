import type { Check } from "./check.ts";
import { oneOf, required, within } from "./field-checks.ts";

const LARGEST_SEED = 2_147_483_647;

export const seed = within("parameters.seed", { min: 0, max: LARGEST_SEED, whole: true });
/** -1 requests a random seed. Source: DashScope's documentation, "万相3.0-视频生成API参考". */
export const seedOrRandom = within("parameters.seed", { min: -1, max: LARGEST_SEED, whole: true });

export const requiredPrompt = required("input.prompt");
export const fiveSeconds = oneOf("parameters.duration", [5]);

export function seconds(min: number, max: number): Check {
  return within("parameters.duration", { min, max, whole: true });
}

/** Seconds in the range, or one number with a special meaning. */
export function secondsOr(special: number, min: number, max: number): Check {
  return oneOf("parameters.duration", [
    special,
    ...Array.from({ length: max - min + 1 }, (_, index) => min + index),
  ]);
}
