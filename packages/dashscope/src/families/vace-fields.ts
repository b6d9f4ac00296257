import { z } from "zod";

import { mediaUrlWithoutChinese } from "../fields/media-url.ts";
import { flag, seed } from "../fields/number.ts";
import { videoSize } from "../fields/size.ts";

/** Fields that several functions of VACE share. DashScope's documentation: "Wan general video editing 2.1". */

export const size = videoSize("720");

/** The images that the model looks at; from the fourth on the provider drops them silently. */
export const images = (most: 1 | 3) =>
  z
    .array(mediaUrlWithoutChinese)
    .min(1)
    .max(most, `must have at most ${most}: the provider drops the others silently`);

export const controlCondition = z.enum(["", "posebodyface", "depth"]).optional();
export const parameters = { prompt_extend: flag, seed, watermark: flag };
