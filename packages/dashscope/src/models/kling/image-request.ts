import { z } from "zod";

import { contentOf, contentRule, messages } from "../../fields/image-messages.ts";
import { flag } from "../../fields/number.ts";
import { requestShape } from "../../checks/request-shape.ts";
import type { Rule } from "../../checks/rules.ts";
import { when, withoutEffect } from "../../checks/rules.ts";
import { elementList } from "./request.ts";

/** DashScope's documentation: "Kling image generation". */

const input = z.strictObject({ messages: messages(2_500), element_list: elementList });

const parameters = {
  n: z.int().min(1).max(9).optional(),
  aspect_ratio: z.enum(["16:9", "9:16", "1:1"]).optional(),
  watermark: flag,
};

const MOST_REFERENCES = 10;

/** Images and subjects share one limit. */
const referenceRule: Rule = (parts) => {
  const { element_list: elements } = parts.input;
  const count = contentOf(parts).images + (Array.isArray(elements) ? elements.length : 0);
  return when(
    count > MOST_REFERENCES,
    "input.element_list",
    `must have at most ${MOST_REFERENCES} entries together with the images, has ${count}`,
  );
};

const seriesRule: Rule = ({ parameters: given }) =>
  given["result_type"] === "series"
    ? []
    : withoutEffect(given, ["series_amount"], "unless result_type is series");

export const klingImage = requestShape({
  input,
  parameters: z
    .strictObject({ ...parameters, resolution: z.enum(["1k", "2k"]).optional() })
    .optional(),
  rules: [contentRule(0, 1), referenceRule],
});

export const klingOmniImage = requestShape({
  input,
  parameters: z
    .strictObject({
      ...parameters,
      resolution: z.enum(["1k", "2k", "4k"]).optional(),
      result_type: z.enum(["single", "series"]).optional(),
      series_amount: z.int().min(2).max(9).optional(),
    })
    .optional(),
  rules: [contentRule(0, MOST_REFERENCES), referenceRule, seriesRule],
});
