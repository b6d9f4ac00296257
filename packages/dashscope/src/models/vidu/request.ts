import { z } from "zod";

import { mediaList } from "../../fields/media-list.ts";
import { mediaUrl } from "../../fields/media-url.ts";
import { flag, seconds, seed } from "../../fields/number.ts";
import { optionalWords, words } from "../../fields/text.ts";
import { requestShape } from "../../checks/request-shape.ts";

/**
 * DashScope's documentation: "Vidu text to video". The other models are known from third parties
 * only, so unknown parameters are accepted.
 */

const SIZES: readonly string[] = [
  ["960*528", "528*960", "720*720", "816*608", "608*816"],
  ["1280*720", "720*1280", "960*960", "1104*816", "816*1104"],
  ["1920*1080", "1080*1920", "1440*1440", "1674*1238", "1238*1674"],
].flat();
const size = z.enum(SIZES).optional();

function parametersOf(mostSeconds: number) {
  return {
    resolution: z.enum(["540P", "720P", "1080P"]).optional(),
    duration: seconds(1, mostSeconds),
    audio: flag,
    watermark: flag,
    seed,
  };
}

function withImages(least: number, most: number, prompt: z.ZodType, mostSeconds: number) {
  return requestShape({
    input: z.strictObject({ prompt, media: mediaList(["image"], mediaUrl).min(least).max(most) }),
    parameters: z.looseObject(parametersOf(mostSeconds)).optional(),
  });
}

export const viduTextToVideo = (mostSeconds: number) =>
  requestShape({
    input: z.strictObject({ prompt: words }),
    parameters: z.looseObject({ ...parametersOf(mostSeconds), size }).optional(),
  });
export const viduImageToVideo = (mostSeconds: number) =>
  withImages(1, 1, optionalWords, mostSeconds);
export const viduKeyframesToVideo = (mostSeconds: number) => withImages(2, 2, words, mostSeconds);
export const viduReferenceToVideo = (mostSeconds: number) => withImages(1, 7, words, mostSeconds);
