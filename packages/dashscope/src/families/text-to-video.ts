import { z } from "zod";

import { mediaUrl } from "../fields/media-url.ts";
import { fiveSeconds, flag, oneOfSeconds, seconds, seed } from "../fields/number.ts";
import type { Tier } from "../fields/size.ts";
import { videoSize } from "../fields/size.ts";
import { negativePrompt, prompt } from "../fields/text.ts";
import { requestShape } from "../request/request-shape.ts";
import { shotType, shotTypeRule } from "./shot-type.ts";

/** Wan text to video, 2.1 to 2.6. DashScope's documentation: "Wan text to video". */

const parameters = { prompt_extend: flag, seed, watermark: flag };

function silent(tiers: readonly Tier[]) {
  return requestShape({
    input: z.strictObject({ prompt: prompt(800), negative_prompt: negativePrompt }),
    parameters: z
      .strictObject({ ...parameters, size: videoSize(...tiers), duration: fiveSeconds })
      .optional(),
  });
}

function withAudio(tiers: readonly Tier[], more: Readonly<Record<string, z.ZodType>>) {
  return requestShape({
    input: z.strictObject({
      prompt: prompt(1_500),
      negative_prompt: negativePrompt,
      audio_url: mediaUrl.optional(),
    }),
    parameters: z.strictObject({ ...parameters, size: videoSize(...tiers), ...more }).optional(),
    rules: [shotTypeRule],
  });
}

/** The documentation does not say which of the sizes 2.1 has, so it may have all. */
export const wan21TextToVideo = silent(["480", "720", "1080"]);
export const wan22TextToVideo = silent(["480", "1080"]);
export const wan25TextToVideo = withAudio(["480", "720", "1080"], {
  duration: oneOfSeconds([5, 10]),
});
export const wan26TextToVideo = withAudio(["720", "1080"], {
  duration: seconds(2, 15),
  shot_type: shotType,
});
export const wan26TextToVideoUs = withAudio(["720", "1080"], {
  duration: oneOfSeconds([5, 10]),
  shot_type: shotType,
});
