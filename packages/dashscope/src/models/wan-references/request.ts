import { z } from "zod";

import { mediaUrl } from "../../fields/media-url.ts";
import { flag, seconds, seed } from "../../fields/number.ts";
import { negativePrompt, prompt } from "../../fields/text.ts";
import { videoSize } from "../../fields/video-size.ts";
import { requestShape } from "../../checks/request-shape.ts";
import type { Rule } from "../../checks/rules.ts";
import { when } from "../../checks/rules.ts";

/** DashScope's documentation: "Wan reference to video". */

const isGiven = (list: unknown) => Array.isArray(list) && list.length > 0;

const referenceRule: Rule = ({ input }) =>
  when(
    !isGiven(input["reference_urls"]) && !isGiven(input["reference_video_urls"]),
    "input.reference_urls",
    "is required: list the images and videos that the prompt calls character1, character2, …",
  );

function reference(more: Readonly<Record<string, z.ZodType>>) {
  return requestShape({
    input: z.strictObject({
      prompt: prompt(1_500),
      negative_prompt: negativePrompt,
      reference_urls: z.array(mediaUrl).max(5).optional(),
      // Deprecated, but still accepted.
      reference_video_urls: z.array(mediaUrl).max(3).optional(),
      // Known from the official SDKs only.
      reference_video_description: z.array(z.string()).optional(),
    }),
    parameters: z
      .strictObject({
        size: videoSize("720", "1080"),
        duration: seconds(2, 10),
        shot_type: z.enum(["single", "multi"]).optional(),
        seed,
        watermark: flag,
        ...more,
      })
      .optional(),
    rules: [referenceRule],
  });
}

export const wan26ReferenceToVideo = reference({});
export const wan26FlashReferenceToVideo = reference({ audio: flag });
