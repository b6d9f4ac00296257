import { z } from "zod";

import { contentOf, contentRule, messages } from "../../fields/image-messages.ts";
import { fits, imageSize } from "../../fields/image-size.ts";
import { flag, seed } from "../../fields/number.ts";
import { requestShape } from "../../checks/request-shape.ts";
import type { Rule } from "../../checks/rules.ts";
import { when } from "../../checks/rules.ts";

/** DashScope's documentation: "Wan 2.7 image generation and editing". */

const color = z.strictObject({
  hex: z
    .string()
    .regex(/^#?[0-9a-fA-F]{6}$/, "must be a color of six hexadecimal digits, such as #C2D1E6"),
  ratio: z.string().regex(/^\d{1,3}(\.\d+)?%$/, "must be a percentage, such as 23.51%"),
});

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
    "must be at most 4 unless enable_sequential is true",
  );

function rangeUpTo(side: number) {
  return { leastPixels: 768 * 768, mostPixels: side * side, mostRatio: 8 };
}

const sizeUpTo = (side: number, ...names: readonly string[]) =>
  imageSize(
    rangeUpTo(side),
    `width*height with 768*768 to ${side}*${side} pixels in total and a ratio of 1:8 to 8:1`,
    names,
  );

export const wan27Image = requestShape({
  input: z.strictObject({ messages: messages(5_000) }),
  parameters: z.strictObject({ ...parameters, size: sizeUpTo(2_048, "1K", "2K") }).optional(),
  rules: [contentRule(0, 9), countRule],
});

/** More than 2048*2048 pixels are available for text to image only. */
const largeRule: Rule = (parts) => {
  const { size } = parts.parameters;
  const isLarge =
    size === "4K" ||
    (typeof size === "string" && fits(size, rangeUpTo(4_096)) && !fits(size, rangeUpTo(2_048)));
  return when(
    isLarge && contentOf(parts).images > 0,
    "parameters.size",
    "must be at most 2K or 2048*2048 pixels when the message contains images",
  );
};

export const wan27ImagePro = requestShape({
  input: z.strictObject({ messages: messages(5_000) }),
  parameters: z.strictObject({ ...parameters, size: sizeUpTo(4_096, "1K", "2K", "4K") }).optional(),
  rules: [contentRule(0, 9), countRule, largeRule],
});
