import { z } from "zod";

import { contentRule, messages } from "../../fields/image-messages.ts";
import { imageSize, wanImageSize } from "../../fields/image-size.ts";
import { flag, seed } from "../../fields/number.ts";
import { negativePrompt } from "../../fields/text.ts";
import { requestShape } from "../../checks/request-shape.ts";
import type { Rule } from "../../checks/rules.ts";
import { when, withoutEffect } from "../../checks/rules.ts";

/** DashScope's documentation: "Wan 2.6 image generation and editing", "Wan text to image". */

const parameters = {
  n: z.int().min(1).max(4).optional(),
  negative_prompt: negativePrompt,
  prompt_extend: flag,
  seed,
  watermark: flag,
};

export const wan26TextToImage = requestShape({
  input: z.strictObject({ messages: messages(2_100) }),
  parameters: z.strictObject({ ...parameters, size: wanImageSize }).optional(),
  rules: [contentRule(0, 0)],
});

/** The model either edits images, or tells a story in interleaved texts and images. */
const interleaveRule: Rule = (parts) => {
  const { enable_interleave: isStory, n } = parts.parameters;
  if (isStory !== true) {
    return [
      ...contentRule(1, 4)(parts),
      ...withoutEffect(parts.parameters, ["max_images"], "unless enable_interleave is true"),
    ];
  }
  return [
    ...contentRule(0, 1)(parts),
    ...when(
      n !== undefined && n !== 1,
      "parameters.n",
      "must be 1 when enable_interleave is true: use max_images",
    ),
    ...withoutEffect(parts.parameters, ["prompt_extend"], "when enable_interleave is true"),
  ];
};

export const wan26Image = requestShape({
  input: z.strictObject({ messages: messages(2_000) }),
  parameters: z
    .strictObject({
      ...parameters,
      size: imageSize({}, "width*height", ["1K", "2K"]),
      enable_interleave: flag,
      max_images: z.int().min(1).max(5).optional(),
    })
    .optional(),
  rules: [interleaveRule],
});
