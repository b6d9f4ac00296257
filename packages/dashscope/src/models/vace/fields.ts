import { z } from "zod";

import { mediaUrlWithoutChinese } from "../../fields/media-url.ts";
import { flag, seed } from "../../fields/number.ts";
import { videoSize } from "../../fields/video-size.ts";

/** Fields of several functions. DashScope's documentation: "Wan general video editing 2.1". */

export const size = videoSize("720");

export const images = (most: 1 | 3) =>
  z
    .array(mediaUrlWithoutChinese)
    .min(1)
    .max(most, `must have at most ${most}: the provider silently drops the others`);

export const controlCondition = z.enum(["", "posebodyface", "depth"]).optional();
export const parameters = { prompt_extend: flag, seed, watermark: flag };
