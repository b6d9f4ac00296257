import { z } from "zod";

import { mediaSource, mediaSourceWithoutChinese } from "../../fields/media-url.ts";
import { fiveSeconds, flag, seed } from "../../fields/number.ts";
import { templateRule } from "../../fields/template.ts";
import { negativePrompt, text } from "../../fields/text.ts";
import { resolution } from "../../fields/video-size.ts";
import { requestShape } from "../../checks/request-shape.ts";

/** DashScope's documentation: "Wan first and last frame to video". */
function keyframes(resolutions: z.ZodType, source: z.ZodType) {
  return requestShape({
    input: z.strictObject({
      first_frame_url: source,
      last_frame_url: source.optional(),
      prompt: text(800),
      negative_prompt: negativePrompt,
      template: z.string().optional(),
    }),
    parameters: z
      .strictObject({
        resolution: resolutions,
        duration: fiveSeconds,
        prompt_extend: flag,
        seed,
        watermark: flag,
      })
      .optional(),
    rules: [templateRule],
  });
}

export const wan21KeyframesToVideo = keyframes(resolution("720"), mediaSourceWithoutChinese);
export const wan22KeyframesToVideo = keyframes(resolution("480", "720", "1080"), mediaSource);
