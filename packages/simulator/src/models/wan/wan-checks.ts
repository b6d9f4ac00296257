import type { Check } from "../../checks/check.ts";
import type { CreateBody } from "../../checks/create-body.ts";
import { valueAt } from "../../checks/create-body.ts";
import { flag, oneOf, text } from "../../checks/field-checks.ts";

/** The fields of every Wan video model that takes a prompt. Source: the models' pages. */
export const wanChecks: readonly Check[] = [
  text("input.prompt"),
  text("input.negative_prompt"),
  flag("parameters.prompt_extend"),
  flag("parameters.watermark"),
];

/** One shot or several. */
export const shotType = oneOf("parameters.shot_type", ["single", "multi"]);

/** Whether a model with the switch `parameters.audio` makes sound, as it does by default. */
export function isAudible(body: CreateBody): boolean {
  return valueAt(body, "parameters.audio") !== false;
}
