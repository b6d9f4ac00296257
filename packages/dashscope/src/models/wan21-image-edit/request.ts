import { z } from "zod";

import { mediaSource } from "../../fields/media-url.ts";
import { flag, scale, seed, share } from "../../fields/number.ts";
import { prompt as promptOf, text } from "../../fields/text.ts";
import type { RequestParts } from "../../checks/request-shape.ts";
import { requestShapeByFunction } from "../../checks/request-shape.ts";

/**
 * Ten functions, each with its own fields. DashScope's documentation: "Wan general image editing".
 */

const prompt = promptOf(800);
const common = { n: z.int().min(1).max(4).optional(), seed, watermark: flag };

type Fields = Readonly<Record<string, z.ZodType>>;

function edit(name: string, parameters: Fields = {}, input: Fields = { prompt }): RequestParts {
  return {
    input: z.strictObject({ function: z.literal(name), base_image_url: mediaSource, ...input }),
    parameters: z.strictObject({ ...common, ...parameters }).optional(),
  };
}

const FUNCTIONS = {
  stylization_all: edit("stylization_all", { strength: share }),
  stylization_local: edit("stylization_local"),
  description_edit: edit("description_edit", { strength: share }),
  // Without a prompt, the model removes small objects under the mask.
  description_edit_with_mask: edit(
    "description_edit_with_mask",
    {},
    { prompt: text(800).unwrap(), mask_image_url: mediaSource },
  ),
  remove_watermark: edit("remove_watermark"),
  expand: edit("expand", {
    top_scale: scale,
    bottom_scale: scale,
    left_scale: scale,
    right_scale: scale,
  }),
  super_resolution: edit("super_resolution", { upscale_factor: z.int().min(1).max(4).optional() }),
  // Without a prompt, the model chooses the colors.
  colorization: edit("colorization", {}, { prompt: text(800).unwrap() }),
  doodle: edit("doodle", { is_sketch: flag }),
  control_cartoon_feature: edit("control_cartoon_feature"),
};

/** The fields of every function. */
const anyFunction = z.strictObject({
  model: z.string(),
  input: z.looseObject({ prompt: text(800), base_image_url: mediaSource.optional() }).optional(),
  parameters: z.looseObject(common).optional(),
});

export const wan21ImageEdit = requestShapeByFunction(FUNCTIONS, anyFunction);
