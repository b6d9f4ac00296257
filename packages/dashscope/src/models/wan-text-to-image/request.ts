import { z } from "zod";

import { imageSize, wanImageSize } from "../../fields/image-size.ts";
import { mediaSource } from "../../fields/media-url.ts";
import { flag, seed } from "../../fields/number.ts";
import { negativePrompt, prompt, words } from "../../fields/text.ts";
import { requestShape } from "../../checks/request-shape.ts";

/** DashScope's documentation: "Wan text to image". */

const upToFour = z.int().min(1).max(4).optional();

function textToImage(mostCharacters: number, size: z.ZodType) {
  return requestShape({
    input: z.strictObject({ prompt: prompt(mostCharacters), negative_prompt: negativePrompt }),
    parameters: z
      .strictObject({ n: upToFour, size, prompt_extend: flag, seed, watermark: flag })
      .optional(),
  });
}

const size = imageSize(
  { leastSide: 512, mostSide: 1_440 },
  "width*height with both sides from 512 to 1440",
);

export const wan20TextToImage = textToImage(800, size);
export const wan22TextToImage = textToImage(500, size);
export const wan25TextToImage = textToImage(2_000, wanImageSize);

/** Little of the first generation is still documented, so unknown parameters are accepted. */
export const wanx1TextToImage = requestShape({
  input: z.strictObject({
    prompt: words,
    negative_prompt: z.string().optional(),
    // The SDKs' name.
    ref_img: mediaSource.optional(),
    ref_image: mediaSource.optional(),
  }),
  parameters: z.looseObject({ n: upToFour, seed }).optional(),
});
