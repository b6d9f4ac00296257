import type { Rule } from "../checks/rules.ts";
import { noEffect } from "../checks/rules.ts";

/** An effect template has its own prompt. DashScope's documentation: "Wan image to video". */
export const templateRule: Rule = ({ input }) =>
  noEffect(
    Boolean(input["template"]) && input["prompt"] !== undefined && input["prompt"] !== "",
    "input.prompt",
    "with a template",
  );
