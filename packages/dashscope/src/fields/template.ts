import type { Rule } from "../checks/rules.ts";
import { noEffect, when } from "../checks/rules.ts";

/** An effect template has its own prompt. DashScope's documentation: "Wan image to video". */
export const templateRule: Rule = ({ input }) =>
  when(
    Boolean(input["template"]) && input["prompt"] !== undefined && input["prompt"] !== "",
    "input.prompt",
    noEffect("with a template"),
  );
