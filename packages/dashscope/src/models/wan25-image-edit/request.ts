import { z } from "zod";

import { wanImageSize } from "../../fields/image-size.ts";
import { mediaSource } from "../../fields/media-url.ts";
import { flag, seed } from "../../fields/number.ts";
import { negativePrompt, prompt } from "../../fields/text.ts";
import { requestShape } from "../../checks/request-shape.ts";

/** DashScope's documentation: "Wan 2.5 image editing". */
export const wan25ImageToImage = requestShape({
  input: z.strictObject({
    prompt: prompt(2_000),
    negative_prompt: negativePrompt,
    images: z.array(mediaSource).min(1),
  }),
  parameters: z
    .strictObject({
      n: z.int().min(1).max(4).optional(),
      size: wanImageSize,
      prompt_extend: flag,
      seed,
      watermark: flag,
    })
    .optional(),
});
