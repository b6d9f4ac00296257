import { z } from "zod";

import { countOf, exactlyOne, mediaList, mediaOf } from "../../fields/media-list.ts";
import { mediaUrl } from "../../fields/media-url.ts";
import { flag, seed } from "../../fields/number.ts";
import { optionalWords, prompt, words } from "../../fields/text.ts";
import { requestShape } from "../../checks/request-shape.ts";
import type { Rule } from "../../checks/rules.ts";
import { when } from "../../checks/rules.ts";

/**
 * DashScope's documentation: "PixVerse text to video", "PixVerse first and last frame", "PixVerse
 * reference to video".
 */

const resolution = z.enum(["360P", "540P", "720P", "1080P"]);
const size = z.string().regex(/^\d{3,4}\*\d{3,4}$/, "must be width*height, such as 1280*720");

/** The tier of `width*height`, by its shorter side. */
export function pixverseTierOfSize(asked: string): string | undefined {
  const sides = asked.split("*").map(Number);
  const shorter = Math.min(...sides);
  if (sides.length !== 2 || Number.isNaN(shorter)) return undefined;
  return ["360", "540", "720"].find((tier) => shorter <= Number(tier)) ?? "1080";
}

/** The durations of version 5.6; 10 s are not available at 1080P. */
export const PIXVERSE_5_SECONDS = z.literal([5, 8, 10]);
export const PIXVERSE_6_SECONDS = z.int().min(1).max(15);

const common = { audio: flag, watermark: flag, seed };
const tenSecondsRule: Rule = ({ parameters }) => {
  const { resolution: asked, size: pixels, duration } = parameters;
  const isLarge =
    asked === "1080P" || (typeof pixels === "string" && /\b(1920|1080)\b/.test(pixels));
  return when(duration === 10 && isLarge, "parameters.duration", "must be 5 or 8 at 1080P");
};

export type PixverseSeconds = typeof PIXVERSE_5_SECONDS | typeof PIXVERSE_6_SECONDS;

function rulesOf(seconds: PixverseSeconds): readonly Rule[] {
  return seconds === PIXVERSE_5_SECONDS ? [tenSecondsRule] : [];
}

export const pixverseTextToVideo = (
  seconds: PixverseSeconds,
  more: Readonly<Record<string, z.ZodType>> = {},
) =>
  requestShape({
    input: z.strictObject({ prompt: words }),
    parameters: z.strictObject({
      ...common,
      size: size.optional(),
      duration: seconds,
      ...more,
    }),
    rules: rulesOf(seconds),
  });

export const pixverseImageToVideo = (seconds: PixverseSeconds) =>
  requestShape({
    input: z.strictObject({
      prompt: optionalWords,
      media: mediaList(["image_url"], mediaUrl),
    }),
    parameters: z.strictObject({ ...common, resolution: resolution.optional(), duration: seconds }),
    rules: [exactlyOne("image_url"), ...rulesOf(seconds)],
  });

export const pixverseKeyframesToVideo = (seconds: PixverseSeconds) =>
  requestShape({
    input: z.strictObject({
      prompt: words,
      media: mediaList(["first_frame", "last_frame"], mediaUrl),
    }),
    parameters: z.strictObject({ ...common, resolution: resolution.optional(), duration: seconds }),
    rules: [exactlyOne("first_frame"), exactlyOne("last_frame"), ...rulesOf(seconds)],
  });

/** What the prompt calls a reference: `@man`. */
const named = { ref_name: z.string().optional() };

export const pixverseReferenceToVideo = (seconds: PixverseSeconds, mostCharacters: number) =>
  requestShape({
    input: z.strictObject({
      prompt: prompt(mostCharacters),
      media: mediaList(["image_url"], mediaUrl, named).min(1).max(7),
    }),
    parameters: z.strictObject({ ...common, size, duration: seconds }),
    rules: rulesOf(seconds),
  });

const omniDurationRule: Rule = (parts) => {
  const hasVideo = countOf(mediaOf(parts), "video_url") > 0;
  const { duration } = parts.parameters;
  return [
    ...when(
      hasVideo && typeof duration === "number" && duration !== 0,
      "parameters.duration",
      "must be 0 with a video_url",
    ),
    ...when(
      !hasVideo && duration === 0,
      "parameters.duration",
      "must be 1 to 15 without a video_url",
    ),
  ];
};

export const pixverseOmni = requestShape({
  input: z.strictObject({
    prompt: prompt(5_000),
    media: mediaList(["image_url", "video_url"], mediaUrl, named).min(1).max(7),
  }),
  parameters: z.strictObject({
    ...common,
    resolution,
    aspect_ratio: z.string().min(1, "is required"),
    duration: z.int().min(0).max(15),
  }),
  rules: [omniDurationRule],
});
