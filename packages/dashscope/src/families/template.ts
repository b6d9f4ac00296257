import type { Rule } from "../request/rules.ts";
import { when } from "../request/rules.ts";

/** A template of effects brings its own prompt. DashScope's documentation: "Wan image to video". */
export const templateRule: Rule = ({ input }) =>
  when(
    Boolean(input["template"]) && input["prompt"] !== undefined && input["prompt"] !== "",
    "input.prompt",
    "is ignored beside template: give one of them",
  );
