import { z } from "zod";

import { mediaSource } from "../fields/media-url.ts";
import { flag, seed } from "../fields/number.ts";
import { imageSize } from "../fields/size.ts";
import { negativePrompt, prompt, words } from "../fields/text.ts";
import { requestShape } from "../request/request-shape.ts";

/** Images from a prompt. DashScope's documentation: "Wan text to image", "Qwen text to image". */

const upToFour = z.int().min(1).max(4).optional();
const parameters = { n: upToFour, prompt_extend: flag, seed, watermark: flag };

function textToImage(mostCharacters: number, size: z.ZodType) {
  return requestShape({
    input: z.strictObject({ prompt: prompt(mostCharacters), negative_prompt: negativePrompt }),
    parameters: z.strictObject({ ...parameters, size }).optional(),
  });
}

const sides = imageSize({ leastSide: 512, mostSide: 1_440 }, "width*height, each 512 to 1440");
export const wanPixels = imageSize(
  { leastPixels: 768 * 768, mostPixels: 1_440 * 1_440, mostRatio: 4 },
  "width*height of 768*768 to 1440*1440 pixels in all, 1:4 to 4:1",
);

export const wan20TextToImage = textToImage(800, sides);
export const wan22TextToImage = textToImage(500, sides);
export const wan25TextToImage = textToImage(2_000, wanPixels);

const QWEN_SIZES = [
  "1664*928",
  "928*1664",
  "1328*1328",
  "1472*1104",
  "1104*1472",
  "1472*1140",
  "1140*1472",
];

/** One image, in one of few sizes. */
export const qwenTextToImage = requestShape({
  input: z.strictObject({ prompt: prompt(800), negative_prompt: negativePrompt }),
  parameters: z
    .strictObject({
      ...parameters,
      n: z.literal(1, "must be 1: the model makes one image").optional(),
      size: z.enum(QWEN_SIZES).optional(),
    })
    .optional(),
});

/** The first generation, of which little is documented any more: what is not known is let through. */
export const wanx1TextToImage = requestShape({
  input: z.strictObject({
    prompt: words,
    negative_prompt: z.string().optional(),
    ref_image: mediaSource.optional(),
  }),
  parameters: z.looseObject({ n: upToFour, seed }).optional(),
});

/** Wan 2.5, images from images. DashScope's documentation: "Wan 2.5 image editing". */
export const wan25ImageToImage = requestShape({
  input: z.strictObject({
    prompt: prompt(2_000),
    negative_prompt: negativePrompt,
    images: z.array(mediaSource).min(1),
  }),
  parameters: z.strictObject({ ...parameters, size: wanPixels }).optional(),
});
