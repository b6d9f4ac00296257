import { z } from "zod";

import {
  atMost,
  combinations,
  countOf,
  exactlyOne,
  mediaList,
  mediaOf,
} from "../../fields/media-list.ts";
import { mediaSource, mediaUrl } from "../../fields/media-url.ts";
import { flag, seconds, secondsOr, seed } from "../../fields/number.ts";
import { negativePrompt, prompt, text } from "../../fields/text.ts";
import { resolution } from "../../fields/video-size.ts";
import { requestShape } from "../../checks/request-shape.ts";
import type { Rule } from "../../checks/rules.ts";
import { when } from "../../checks/rules.ts";

/** Ids and media: the official SDKs. Most limits: third parties that quote the documentation. */

const ratio = z.enum(["16:9", "9:16", "1:1", "4:3", "3:4"]).optional();
const input = { prompt: text(5_000), negative_prompt: negativePrompt };
const parameters = {
  resolution: resolution("720", "1080"),
  prompt_extend: flag,
  seed,
  watermark: flag,
};

export const wan27TextToVideo = requestShape({
  input: z.strictObject({
    prompt: prompt(5_000),
    negative_prompt: negativePrompt,
    audio_url: mediaUrl.optional(),
  }),
  parameters: z.strictObject({ ...parameters, ratio, duration: seconds(2, 15) }).optional(),
});

export const wan27ImageToVideo = requestShape({
  input: z.strictObject({
    ...input,
    media: mediaList(["first_frame", "last_frame", "first_clip", "driving_audio"], mediaSource).min(
      1,
    ),
  }),
  parameters: z.strictObject({ ...parameters, duration: seconds(2, 15) }).optional(),
  rules: [
    atMost({ first_frame: 1, last_frame: 1, first_clip: 1, driving_audio: 1 }),
    combinations(
      "first_frame",
      "first_frame+driving_audio",
      "first_frame+last_frame",
      "first_frame+last_frame+driving_audio",
      "first_clip",
      "first_clip+last_frame",
    ),
  ],
});

const REFERENCES = ["reference_image", "reference_video"];

const referenceRule: Rule = (parts) => {
  const media = mediaOf(parts);
  const { duration } = parts.parameters;
  const count = countOf(media, ...REFERENCES);
  return [
    ...when(
      count === 0,
      "input.media",
      "must contain at least one reference_image or reference_video",
    ),
    ...when(count > 5, "input.media", `must contain at most 5 references, has ${count}`),
    ...when(
      countOf(media, "reference_video") > 0 && typeof duration === "number" && duration > 10,
      "parameters.duration",
      "must be at most 10 with a reference_video",
    ),
  ];
};

export const wan27ReferenceToVideo = requestShape({
  input: z.strictObject({
    ...input,
    prompt: prompt(5_000),
    media: mediaList(["reference_image", "reference_video", "first_frame"], mediaUrl, {
      reference_voice: mediaUrl.optional(),
      reference_description: z.string().optional(),
    }),
  }),
  parameters: z.strictObject({ ...parameters, ratio, duration: seconds(2, 15) }).optional(),
  rules: [referenceRule, atMost({ first_frame: 1 })],
});

export const wan27VideoEdit = requestShape({
  input: z.strictObject({ ...input, media: mediaList(["video", "reference_image"], mediaUrl) }),
  parameters: z
    .strictObject({
      ...parameters,
      ratio,
      duration: secondsOr(0, "the length of the input video", 2, 10),
      audio_setting: z.enum(["auto", "origin"]).optional(),
    })
    .optional(),
  rules: [exactlyOne("video"), atMost({ reference_image: 4 })],
});
