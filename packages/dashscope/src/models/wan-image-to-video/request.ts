import { z } from "zod";

import { mediaSource, mediaSourceWithoutChinese, mediaUrl } from "../../fields/media-url.ts";
import { fiveSeconds, flag, oneOfSeconds, seconds, seed } from "../../fields/number.ts";
import { shotType, shotTypeRule } from "../../fields/shot-type.ts";
import { templateRule } from "../../fields/template.ts";
import { negativePrompt, text } from "../../fields/text.ts";
import { resolution } from "../../fields/video-size.ts";
import { requestShape } from "../../checks/request-shape.ts";
import type { Rule } from "../../checks/rules.ts";
import { noEffect } from "../../checks/rules.ts";

/**
 * Video from the first frame, versions 2.1 to 2.6. DashScope's documentation: "Wan image to video".
 */

type Fields = Readonly<Record<string, z.ZodType>>;

const template = z.string().optional();
const parameters = { prompt_extend: flag, seed, watermark: flag };

/** 2.1 and 2.2 make no audio. */
function withoutAudio(more: Fields, source: z.ZodType = mediaSource) {
  return requestShape({
    input: z.strictObject({
      img_url: source,
      prompt: text(800),
      negative_prompt: negativePrompt,
      template,
    }),
    parameters: z.strictObject({ ...parameters, ...more }).optional(),
    rules: [templateRule],
  });
}

function withAudio(more: Fields, rules: readonly Rule[] = []) {
  return requestShape({
    input: z.strictObject({
      img_url: mediaSource,
      prompt: text(1_500),
      negative_prompt: negativePrompt,
      audio_url: mediaUrl.optional(),
      template,
    }),
    parameters: z.strictObject({ ...parameters, ...more }).optional(),
    rules: [templateRule, shotTypeRule, ...rules],
  });
}

const audioRule: Rule = ({ input, parameters }) =>
  noEffect(
    parameters["audio"] === false && input["audio_url"] !== undefined,
    "input.audio_url",
    "when parameters.audio is false",
  );

export const wan21TurboImageToVideo = withoutAudio(
  { resolution: resolution("480", "720"), duration: oneOfSeconds([3, 4, 5]) },
  mediaSourceWithoutChinese,
);
export const wan21PlusImageToVideo = withoutAudio(
  { resolution: resolution("720"), duration: fiveSeconds },
  mediaSourceWithoutChinese,
);
export const wan22FlashImageToVideo = withoutAudio({
  resolution: resolution("480", "720", "1080"),
  duration: fiveSeconds,
});
export const wan22PlusImageToVideo = withoutAudio({
  resolution: resolution("480", "1080"),
  duration: fiveSeconds,
});
export const wan25ImageToVideo = withAudio({
  resolution: resolution("480", "720", "1080"),
  duration: oneOfSeconds([5, 10]),
});

const wan26 = { resolution: resolution("720", "1080"), shot_type: shotType };
export const wan26ImageToVideo = withAudio({ ...wan26, duration: seconds(2, 15) });
export const wan26ImageToVideoUs = withAudio({ ...wan26, duration: oneOfSeconds([5, 10, 15]) });
export const wan26FlashImageToVideo = withAudio(
  { ...wan26, duration: seconds(2, 15), audio: flag },
  [audioRule],
);
