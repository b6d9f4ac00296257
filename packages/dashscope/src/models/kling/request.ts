import { z } from "zod";

import { mediaList } from "../../fields/media-list.ts";
import { mediaUrl } from "../../fields/media-url.ts";
import { flag, seconds } from "../../fields/number.ts";
import { prompt, text } from "../../fields/text.ts";
import { requestShape } from "../../checks/request-shape.ts";
import { framesRule, omniMediaRule, omniVideoRule, ratioRule, shotRule } from "./rules.ts";

/** DashScope's documentation: "Kling video generation". */

const shot = z.strictObject({
  index: z.int().min(1).max(6),
  prompt: prompt(512),
  duration: z.int().min(1).max(15),
});

/** Subjects that the caller created in the vendor's console. */
export const elementList = z.array(z.strictObject({ element_id: z.int() })).optional();

const input = {
  prompt: text(2_500),
  negative_prompt: z.string().optional(),
  multi_shot: flag,
  shot_type: z.enum(["intelligence", "customize"]).optional(),
  multi_prompt: z.array(shot).max(6).optional(),
  element_list: elementList,
};

const parameters = z
  .strictObject({
    mode: z.enum(["pro", "std", "4k"]).optional(),
    aspect_ratio: z.enum(["16:9", "9:16", "1:1"]).optional(),
    duration: seconds(3, 15),
    audio: flag,
    watermark: flag,
  })
  .optional();

export const kling = requestShape({
  input: z.strictObject({
    ...input,
    media: mediaList(["first_frame", "last_frame"], mediaUrl).optional(),
  }),
  parameters,
  rules: [shotRule, framesRule, ratioRule],
});

export const klingOmni = requestShape({
  input: z.strictObject({
    ...input,
    media: mediaList(["first_frame", "last_frame", "refer", "base", "feature"], mediaUrl, {
      keep_original_sound: z.enum(["yes", "no"]).optional(),
    }).optional(),
  }),
  parameters,
  rules: [shotRule, framesRule, omniMediaRule, omniVideoRule, ratioRule],
});
