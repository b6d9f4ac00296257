import { z } from "zod";

import type { Rule } from "../checks/rules.ts";
import { noEffect } from "../checks/rules.ts";

/** One shot or several. Wan 2.6 only. DashScope's documentation: "Wan text to video". */
export const shotType = z.enum(["single", "multi"]).optional();

export const shotTypeRule: Rule = ({ parameters }) =>
  noEffect(
    parameters["shot_type"] !== undefined && parameters["prompt_extend"] === false,
    "parameters.shot_type",
    "when prompt_extend is false",
  );
