import { z } from "zod";

import { flag, seed } from "../fields/number.ts";
import { imageSize } from "../fields/size.ts";
import { negativePrompt } from "../fields/text.ts";
import { requestShape } from "../request/request-shape.ts";
import type { Rule } from "../request/rules.ts";
import { useless, when } from "../request/rules.ts";
import { contentRule, messages } from "./image-messages.ts";
import { wanPixels } from "./text-to-image.ts";

/** Wan 2.6's images. DashScope's documentation: "Wan 2.6 image generation and editing", "Wan text to image". */

const upToFour = z.int().min(1).max(4).optional();

export const wan26TextToImage = requestShape({
  input: z.strictObject({ messages: messages(2_100) }),
  parameters: z
    .strictObject({
      n: upToFour,
      size: wanPixels,
      negative_prompt: negativePrompt,
      prompt_extend: flag,
      seed,
      watermark: flag,
    })
    .optional(),
  rules: [contentRule(0, 0)],
});

/** It edits images, or tells a story in texts and images. */
const interleaveRule: Rule = (parts) => {
  const { enable_interleave: isStory, n } = parts.parameters;
  if (isStory !== true) {
    return [
      ...contentRule(1, 4)(parts),
      ...useless(parts.parameters, ["max_images"], "has a meaning with enable_interleave only"),
    ];
  }
  return [
    ...contentRule(0, 1)(parts),
    ...when(
      n !== undefined && n !== 1,
      "parameters.n",
      "must be 1 with enable_interleave: use max_images",
    ),
    ...useless(parts.parameters, ["prompt_extend"], "has a meaning without enable_interleave only"),
  ];
};

export const wan26Image = requestShape({
  input: z.strictObject({ messages: messages(2_000) }),
  parameters: z
    .strictObject({
      n: upToFour,
      size: imageSize({}, "width*height", ["1K", "2K"]),
      enable_interleave: flag,
      max_images: z.int().min(1).max(5).optional(),
      negative_prompt: negativePrompt,
      prompt_extend: flag,
      seed,
      watermark: flag,
    })
    .optional(),
  rules: [interleaveRule],
});
