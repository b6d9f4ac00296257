import { z } from "zod";

import { mediaUrl } from "../../fields/media-url.ts";
import { fiveSeconds, flag, oneOfSeconds, seconds, seed } from "../../fields/number.ts";
import { shotType, shotTypeRule } from "../../fields/shot-type.ts";
import { negativePrompt, prompt } from "../../fields/text.ts";
import type { Tier } from "../../fields/video-size.ts";
import { videoSize } from "../../fields/video-size.ts";
import { requestShape } from "../../checks/request-shape.ts";

/** Versions 2.1 to 2.6. DashScope's documentation: "Wan text to video". */

const parameters = { prompt_extend: flag, seed, watermark: flag };

/** 2.1 and 2.2 make no audio. */
function withoutAudio(tiers: readonly Tier[]) {
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

/** Turbo has a price for these two classes only. */
export const wan21TurboTextToVideo = withoutAudio(["480", "720"]);
/** The documentation does not list the sizes of plus, so all are accepted. */
export const wan21PlusTextToVideo = withoutAudio(["480", "720", "1080"]);
export const wan22TextToVideo = withoutAudio(["480", "1080"]);
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
