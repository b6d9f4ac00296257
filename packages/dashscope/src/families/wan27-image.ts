import { z } from "zod";

import { flag, seed } from "../fields/number.ts";
import { fits, imageSize } from "../fields/size.ts";
import { requestShape } from "../request/request-shape.ts";
import type { Rule } from "../request/rules.ts";
import { when } from "../request/rules.ts";
import { contentRule, messages, saidIn } from "./image-messages.ts";

/** Wan 2.7's images. DashScope's documentation: "Wan 2.7 image generation and editing". */

const color = z.strictObject({
  hex: z.string().regex(/^#?[0-9a-fA-F]{6}$/, "must be a color as six hexadecimal digits"),
  ratio: z.string().regex(/^\d{1,3}(\.\d+)?%$/, "must be a share as in 23.51%"),
});

const RANGE = { leastPixels: 768 * 768, mostPixels: 2_048 * 2_048, mostRatio: 8 };
const WORDS = "width*height of 768*768 to 2048*2048 pixels in all, 1:8 to 8:1";

const parameters = {
  n: z.int().min(1).max(12).optional(),
  enable_sequential: flag,
  thinking_mode: flag,
  bbox_list: z.array(z.unknown()).optional(),
  color_palette: z.array(color).min(3).max(10).optional(),
  seed,
  watermark: flag,
};

const countRule: Rule = ({ parameters: { n, enable_sequential: isSequence } }) =>
  when(
    isSequence !== true && typeof n === "number" && n > 4,
    "parameters.n",
    "must be at most 4 without enable_sequential",
  );

export const wan27Image = requestShape({
  input: z.strictObject({ messages: messages(5_000) }),
  parameters: z
    .strictObject({ ...parameters, size: imageSize(RANGE, WORDS, ["1K", "2K"]) })
    .optional(),
  rules: [contentRule(0, 9), countRule],
});

const LARGE = { ...RANGE, mostPixels: 4_096 * 4_096 };

/** Beyond 2048*2048 only where there is nothing but text. */
const largeRule: Rule = (parts) => {
  const { size } = parts.parameters;
  const isLarge =
    size === "4K" || (typeof size === "string" && fits(size, LARGE) && !fits(size, RANGE));
  return when(
    isLarge && saidIn(parts).images > 0,
    "parameters.size",
    "must be at most 2K with images: larger ones are made from text only",
  );
};

export const wan27ImagePro = requestShape({
  input: z.strictObject({ messages: messages(5_000) }),
  parameters: z
    .strictObject({
      ...parameters,
      size: imageSize(LARGE, "width*height of 768*768 to 4096*4096 pixels in all, 1:8 to 8:1", [
        "1K",
        "2K",
        "4K",
      ]),
    })
    .optional(),
  rules: [contentRule(0, 9), countRule, largeRule],
});
