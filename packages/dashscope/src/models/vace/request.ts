import { z } from "zod";

import { mediaUrlWithoutChinese as mediaUrl } from "../../fields/media-url.ts";
import { fiveSeconds, scale, share } from "../../fields/number.ts";
import { prompt as promptOf } from "../../fields/text.ts";
import type { RequestParts } from "../../checks/request-shape.ts";
import { requestShapeByFunction } from "../../checks/request-shape.ts";
import { controlCondition, images, parameters, size } from "./fields.ts";
import { imageReferenceRule, videoEditRule, videoExtensionRule } from "./rules.ts";

/**
 * Five functions, each with its own fields. DashScope's documentation: "Wan general video editing
 * 2.1".
 */

const prompt = promptOf(800);
const duration = fiveSeconds;

const imageReference: RequestParts = {
  input: z.strictObject({
    function: z.literal("image_reference"),
    prompt,
    ref_images_url: images(3),
  }),
  parameters: z
    .strictObject({
      ...parameters,
      size,
      duration,
      obj_or_bg: z.array(z.enum(["obj", "bg"])).optional(),
    })
    .optional(),
  rules: [imageReferenceRule],
};

const videoRepainting: RequestParts = {
  input: z.strictObject({
    function: z.literal("video_repainting"),
    prompt,
    video_url: mediaUrl,
    ref_images_url: images(1).optional(),
  }),
  parameters: z.strictObject(
    {
      ...parameters,
      control_condition: z.enum(["posebodyface", "posebody", "depth", "scribble"]),
      strength: share,
    },
    "is required: control_condition selects what to keep of the video",
  ),
};

const videoEdit: RequestParts = {
  input: z.strictObject({
    function: z.literal("video_edit"),
    prompt,
    video_url: mediaUrl,
    ref_images_url: images(1).optional(),
    mask_image_url: mediaUrl.optional(),
    mask_video_url: mediaUrl.optional(),
    mask_frame_id: z.int().min(1).optional(),
  }),
  parameters: z
    .strictObject({
      ...parameters,
      size,
      duration,
      control_condition: controlCondition,
      mask_type: z.enum(["tracking", "fixed"]).optional(),
      expand_ratio: share,
      expand_mode: z.enum(["hull", "bbox", "original"]).optional(),
    })
    .optional(),
  rules: [videoEditRule],
};

const videoExtension: RequestParts = {
  input: z.strictObject({
    function: z.literal("video_extension"),
    prompt,
    first_frame_url: mediaUrl.optional(),
    last_frame_url: mediaUrl.optional(),
    first_clip_url: mediaUrl.optional(),
    last_clip_url: mediaUrl.optional(),
    video_url: mediaUrl.optional(),
  }),
  parameters: z
    .strictObject({ ...parameters, duration, control_condition: controlCondition })
    .optional(),
  rules: [videoExtensionRule],
};

const videoOutpainting: RequestParts = {
  input: z.strictObject({ function: z.literal("video_outpainting"), prompt, video_url: mediaUrl }),
  parameters: z
    .strictObject({
      ...parameters,
      duration,
      top_scale: scale,
      bottom_scale: scale,
      left_scale: scale,
      right_scale: scale,
    })
    .optional(),
};

/** The fields of every function. */
const anyFunction = z.strictObject({
  model: z.string(),
  input: z.looseObject({ prompt: prompt.optional() }).optional(),
  parameters: z.looseObject(parameters).optional(),
});

export const vace = requestShapeByFunction(
  {
    image_reference: imageReference,
    video_repainting: videoRepainting,
    video_edit: videoEdit,
    video_extension: videoExtension,
    video_outpainting: videoOutpainting,
  },
  anyFunction,
);
