import type { Check } from "../../checks/check.ts";
import { flag, text, within } from "../../checks/field-checks.ts";
import { seed } from "../../checks/shared-checks.ts";

export const imageFlags: readonly Check[] = [
  seed,
  flag("parameters.prompt_extend"),
  flag("parameters.watermark"),
  text("input.negative_prompt"),
];

export const upToFour = within("parameters.n", { min: 1, max: 4, whole: true });
