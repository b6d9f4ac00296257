import {
  flag,
  invalid,
  isMissing,
  oneOf,
  required,
  text,
  within,
  type Check,
} from "../tasks/check.ts";
import { valueAt } from "../tasks/create-body.ts";

const largestSeed = 2_147_483_647;

export const seed = within("parameters.seed", { min: 0, max: largestSeed, whole: true });
/** -1 asks for a random one. Source: DashScope's documentation, "万相3.0-视频生成API参考". */
export const seedOrRandom = within("parameters.seed", { min: -1, max: largestSeed, whole: true });

/** What every Wan video model of a prompt takes. Source: the models' pages. */
export const wanChecks: readonly Check[] = [
  text("input.prompt"),
  text("input.negative_prompt"),
  flag("parameters.prompt_extend"),
  flag("parameters.watermark"),
];

export const requiredPrompt = required("input.prompt");
export const fiveSeconds = oneOf("parameters.duration", [5]);

export function seconds(min: number, max: number): Check {
  return within("parameters.duration", { min, max, whole: true });
}

/** A number that means something of its own, or seconds. */
export function secondsOr(special: number, min: number, max: number): Check {
  return oneOf("parameters.duration", [
    special,
    ...Array.from({ length: max - min + 1 }, (_, index) => min + index),
  ]);
}

/** One shot or several. */
export const shotType = oneOf("parameters.shot_type", ["single", "multi"]);

/** A list that must have so many. */
export function count(
  path: string,
  { min = 0, max = Infinity }: { readonly min?: number; readonly max?: number },
): Check {
  return {
    name: `${path} count`,
    find: ({ body }) => {
      const value = valueAt(body, path);
      const length = Array.isArray(value) ? value.length : 0;
      if (value !== undefined && !Array.isArray(value)) return invalid(`${path} must be a list.`);
      return length >= min && length <= max
        ? null
        : invalid(`${path} must have ${min} to ${max} items.`);
    },
  };
}

/** Of these fields at least one must be given. */
export function anyOf(paths: readonly string[]): Check {
  return {
    name: `${paths[0]} any-of`,
    find: ({ body }) =>
      paths.some((path) => !isMissing(valueAt(body, path)))
        ? null
        : invalid(`Field required: one of ${paths.join(", ")}`),
  };
}
