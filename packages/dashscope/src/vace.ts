import { z } from "zod";

import { sentenceOf } from "./problem-text.ts";
import { duration, images, mediaUrl, parameters, prompt, scale, share, size } from "./vace-fields.ts";
import type { VaceParts } from "./vace-rules.ts";
import { vaceProblems } from "./vace-rules.ts";

/** VACE's five functions, each with exactly its own fields. Source: DashScope's documentation, "Wan general video editing 2.1". */

const model = z.string();

const imageReference = z.strictObject({
  model,
  input: z.strictObject({ function: z.literal("image_reference"), prompt, ref_images_url: images(3) }),
  parameters: z
    .strictObject({ ...parameters, size, duration, obj_or_bg: z.array(z.enum(["obj", "bg"])).optional() })
    .optional(),
});

const videoRepainting = z.strictObject({
  model,
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
    "is required: control_condition says what is kept of the video",
  ),
});

const videoEdit = z.strictObject({
  model,
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
      control_condition: z.enum(["", "posebodyface", "depth"]).optional(),
      mask_type: z.enum(["tracking", "fixed"]).optional(),
      expand_ratio: share,
      expand_mode: z.enum(["hull", "bbox", "original"]).optional(),
    })
    .optional(),
});

const videoExtension = z.strictObject({
  model,
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
    .strictObject({
      ...parameters,
      duration,
      control_condition: z.enum(["", "posebodyface", "depth"]).optional(),
    })
    .optional(),
});

const videoOutpainting = z.strictObject({
  model,
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
});

const FUNCTIONS = {
  image_reference: imageReference,
  video_repainting: videoRepainting,
  video_edit: videoEdit,
  video_extension: videoExtension,
  video_outpainting: videoOutpainting,
};

const NAMES = Object.keys(FUNCTIONS).join(", ");

/** What holds whatever the function: all that can be said of the fields of a request that names none of the five. */
const anyFunction = z.strictObject({
  model,
  input: z.looseObject({ prompt: prompt.optional() }).optional(),
  parameters: z.looseObject(parameters).optional(),
});

/** A request of any of the five; fields that must fit each other are checked also when others are wrong. */
export const vaceRequest = z.unknown().superRefine((body, context) => {
  const parts = partsOf(body);
  const schema = Object.entries(FUNCTIONS).find(([name]) => name === parts.input["function"])?.[1];
  if (schema === undefined)
    context.addIssue({ code: "custom", path: ["input", "function"], message: `must be one of ${NAMES}` });
  for (const issue of (schema ?? anyFunction).safeParse(body, { error: sentenceOf }).error?.issues ?? [])
    context.addIssue({ ...issue });
  for (const { path, message } of vaceProblems(parts))
    context.addIssue({ code: "custom", path: [...path], message });
});

const record = z.record(z.string(), z.unknown()).catch({});
const partsSchema = z.object({ input: record, parameters: record }).catch({ input: {}, parameters: {} });

function partsOf(body: unknown): VaceParts {
  return partsSchema.parse(body);
}
