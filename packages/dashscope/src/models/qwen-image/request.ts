import { z } from "zod";

import { flag, seed } from "../../fields/number.ts";
import { negativePrompt, prompt } from "../../fields/text.ts";
import { requestShape } from "../../checks/request-shape.ts";

const SIZES = [
  "1664*928",
  "928*1664",
  "1328*1328",
  "1472*1104",
  "1104*1472",
  "1472*1140",
  "1140*1472",
];

/** DashScope's documentation: "Qwen text to image". */
export const qwenTextToImage = requestShape({
  input: z.strictObject({ prompt: prompt(800), negative_prompt: negativePrompt }),
  parameters: z
    .strictObject({
      n: z.literal(1, "must be 1: the model makes one image").optional(),
      size: z.enum(SIZES).optional(),
      prompt_extend: flag,
      seed,
      watermark: flag,
    })
    .optional(),
});
