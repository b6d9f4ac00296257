import { z } from "zod";

import { contentRule, messages } from "../../fields/image-messages.ts";
import { imageSize } from "../../fields/image-size.ts";
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

/** The first generation. DashScope's documentation: "Qwen text to image". */
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

/**
 * The third generation. Its text is limited to 4500 tokens, which only the provider can count.
 * DashScope's documentation: "Qwen image generation".
 */
export const qwenImage3 = requestShape({
  input: z.strictObject({ messages: messages() }),
  parameters: z
    .strictObject({
      n: z.int().min(1).max(6).optional(),
      size: imageSize(
        { leastPixels: 512 * 512, mostPixels: 2_048 * 2_048, mostRatio: 8 },
        "width*height with 512*512 to 2048*2048 pixels in total and a ratio of 1:8 to 8:1",
      ),
      negative_prompt: negativePrompt,
      prompt_extend: flag,
      prompt_extend_mode: z.enum(["direct", "agent"]).optional(),
      seed,
      watermark: flag,
    })
    .optional(),
  rules: [contentRule(0, 10)],
});
