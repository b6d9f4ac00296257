import { z } from "zod";

import { contentRule, messages } from "../../fields/image-messages.ts";
import { imageSize } from "../../fields/image-size.ts";
import { countOf, mediaList, mediaOf } from "../../fields/media-list.ts";
import { mediaUrl } from "../../fields/media-url.ts";
import { flag, seconds, seed } from "../../fields/number.ts";
import { optionalWords, prompt, words } from "../../fields/text.ts";
import { requestShape } from "../../checks/request-shape.ts";
import type { Rule } from "../../checks/rules.ts";
import { when } from "../../checks/rules.ts";

/**
 * DashScope's documentation: "Vidu text to video", "Vidu reference to video", "Vidu image
 * generation". Little else is documented, so unknown parameters are accepted.
 */

const SIZES: Readonly<Record<"540" | "720" | "1080", readonly string[]>> = {
  "540": ["960*528", "528*960", "720*720", "816*608", "608*816"],
  "720": ["1280*720", "720*1280", "960*960", "1104*816", "816*1104"],
  "1080": ["1920*1080", "1080*1920", "1440*1440", "1674*1238", "1238*1674"],
};
const size = z.enum(Object.values(SIZES).flat()).optional();

/** The tier of a size; undefined for one that is not documented. */
export function viduTierOfSize(asked: string): string | undefined {
  return Object.entries(SIZES).find(([, sizes]) => sizes.includes(asked))?.[0];
}

const RESOLUTIONS = ["540P", "720P", "1080P"] as const;

function parametersOf(
  duration: z.ZodType,
  resolutions: readonly (typeof RESOLUTIONS)[number][] = RESOLUTIONS,
) {
  return {
    resolution: z.enum(resolutions).optional(),
    duration,
    audio: flag,
    watermark: flag,
    seed,
  };
}

function withImages(least: number, most: number, text: z.ZodType, parameters: z.ZodRawShape) {
  return requestShape({
    input: z.strictObject({
      prompt: text,
      media: mediaList(["image"], mediaUrl).min(least).max(most),
    }),
    parameters: z.looseObject(parameters).optional(),
  });
}

export const viduTextToVideo = (mostSeconds: number) =>
  requestShape({
    input: z.strictObject({ prompt: words }),
    parameters: z.looseObject({ ...parametersOf(seconds(1, mostSeconds)), size }).optional(),
  });
export const viduImageToVideo = (mostSeconds: number) =>
  withImages(1, 1, optionalWords, parametersOf(seconds(1, mostSeconds)));
export const viduKeyframesToVideo = (mostSeconds: number) =>
  withImages(2, 2, words, parametersOf(seconds(1, mostSeconds)));

const referencePrompt = prompt(5_000);

export const viduReferenceToVideo = (mostSeconds: number) =>
  withImages(1, 7, referencePrompt, parametersOf(seconds(1, mostSeconds)));

const HIGH = ["720P", "1080P"] as const;

export const viduMix = withImages(1, 7, referencePrompt, parametersOf(seconds(1, 16), HIGH));
export const viduAd = withImages(1, 7, referencePrompt, {
  ...parametersOf(seconds(3, 15), HIGH),
  sound_effect: flag,
});
export const viduDrama = withImages(1, 7, referencePrompt, {
  ...parametersOf(seconds(2, 15), HIGH),
  aspect_ratio: z.enum(["16:9", "9:16"]).optional(),
});

const videoRule: Rule = (parts) => {
  const media = mediaOf(parts);
  const [images, videos] = [countOf(media, "image"), countOf(media, "video")];
  const most = videos === 0 ? 7 : 4;
  return [
    ...when(images === 0, "input.media", "must contain at least one image"),
    ...when(videos > 2, "input.media", `must contain at most 2 videos, has ${videos}`),
    ...when(
      images > most,
      "input.media",
      `must contain at most ${most} images${videos === 0 ? "" : " with a video"}, has ${images}`,
    ),
  ];
};

/** With a duration of 0, the model chooses the length. */
export const viduQ2ProReferenceToVideo = requestShape({
  input: z.strictObject({
    prompt: referencePrompt,
    media: mediaList(["image", "video"], mediaUrl),
  }),
  parameters: z.looseObject(parametersOf(seconds(0, 10))).optional(),
  rules: [videoRule],
});

/** The documentation asks to send the number of images. */
export const viduImage = requestShape({
  input: z.strictObject({ messages: messages(5_000) }),
  parameters: z.looseObject({
    n: z.literal(1, "must be 1: the model makes one image"),
    size: imageSize({}, "width*height"),
  }),
  rules: [contentRule(0, 14)],
});
