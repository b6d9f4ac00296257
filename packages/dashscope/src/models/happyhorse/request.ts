import { z } from "zod";

import { atMost, exactlyOne, mediaList } from "../../fields/media-list.ts";
import { mediaSource, mediaUrl } from "../../fields/media-url.ts";
import { flag, seconds, seed } from "../../fields/number.ts";
import { weightedPrompt, weightedText } from "../../fields/text.ts";
import { resolution } from "../../fields/video-size.ts";
import { requestShape } from "../../checks/request-shape.ts";

/** Limits: third parties that quote the documentation. The watermark is on by default. */

const ratio = z
  .enum(["16:9", "9:16", "1:1", "4:3", "3:4", "4:5", "5:4", "9:21", "21:9"])
  .optional();
const prompt = weightedPrompt;

function parametersOf(resolutions: z.ZodType) {
  return { resolution: resolutions, watermark: flag, seed };
}

/** The three models of one version that make new videos. */
function happyHorse(resolutions: z.ZodType) {
  const parameters = { ...parametersOf(resolutions), duration: seconds(3, 15) };
  return {
    textToVideo: requestShape({
      input: z.strictObject({ prompt }),
      parameters: z.strictObject({ ...parameters, ratio }).optional(),
    }),
    imageToVideo: requestShape({
      input: z.strictObject({
        prompt: weightedText,
        media: mediaList(["first_frame"], mediaSource),
      }),
      parameters: z.strictObject(parameters).optional(),
      rules: [exactlyOne("first_frame")],
    }),
    referenceToVideo: requestShape({
      input: z.strictObject({
        prompt,
        media: mediaList(["reference_image"], mediaUrl).min(1).max(9),
      }),
      parameters: z.strictObject({ ...parameters, ratio }).optional(),
    }),
  };
}

export const happyHorse10 = happyHorse(resolution("720", "1080"));
export const happyHorse11 = happyHorse(resolution("480", "720", "1080"));

export const happyHorse10VideoEdit = requestShape({
  input: z.strictObject({ prompt, media: mediaList(["video", "reference_image"], mediaUrl) }),
  parameters: z
    .strictObject({
      ...parametersOf(resolution("720", "1080")),
      audio_setting: z.enum(["auto", "origin"]).optional(),
    })
    .optional(),
  rules: [exactlyOne("video"), atMost({ reference_image: 5 })],
});
