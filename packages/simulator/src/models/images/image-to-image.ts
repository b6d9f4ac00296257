import type { Check } from "../../checks/check.ts";
import { forFunction, invalid } from "../../checks/check.ts";
import { valueAt } from "../../checks/create-body.ts";
import { count, flag, oneOf, required, text, within } from "../../checks/field-checks.ts";
import { mediaUrl, mediaUrls } from "../../checks/media-url.ts";
import { requiredPrompt, seed } from "../../checks/shared-checks.ts";
import type { Model } from "../model.ts";
import { limit } from "../model.ts";
import { cny, cnyAndUsd } from "../prices.ts";
import { BEIJING } from "../regions.ts";
import { upToFour } from "./image-checks.ts";
import { WAN_AREA } from "./pixel-size.ts";
import { requestedImages, sized, SYNTHESIS } from "./synthesis.ts";

/** Source: DashScope's documentation, "通用图像编辑API参考", "图像编辑-万相2.5". */
const FROM_IMAGE = { ...SYNTHESIS, path: "aigc/image2image/image-synthesis" } as const;

const editPrompt = text("input.prompt");
const scales = ["top", "bottom", "left", "right"].map((side) =>
  within(`parameters.${side}_scale`, { min: 1, max: 2 }),
);
const strength = within("parameters.strength", { min: 0, max: 1 });
const MASK = "input.mask_image_url";
/**
 * The prompt may be empty: the model then removes small objects under the mask, or chooses the
 * colors.
 */
const presentPrompt: Check = {
  name: "input.prompt present",
  find: ({ body }) =>
    valueAt(body, "input.prompt") === undefined ? invalid("Field required: input.prompt") : null,
};

const EDIT_FUNCTIONS: Readonly<Record<string, readonly Check[]>> = {
  stylization_all: [requiredPrompt, strength],
  stylization_local: [requiredPrompt],
  description_edit: [requiredPrompt, strength],
  description_edit_with_mask: [presentPrompt, required(MASK), mediaUrl(MASK, { base64: true })],
  remove_watermark: [requiredPrompt],
  expand: [requiredPrompt, ...scales],
  super_resolution: [
    requiredPrompt,
    within("parameters.upscale_factor", { min: 1, max: 4, whole: true }),
  ],
  colorization: [presentPrompt],
  doodle: [requiredPrompt, flag("parameters.is_sketch")],
  control_cartoon_feature: [requiredPrompt],
};

export const IMAGE_TO_IMAGE_MODELS: readonly Model[] = [
  {
    ...FROM_IMAGE,
    id: "wanx2.1-imageedit",
    regions: BEIJING,
    promptLimit: 800,
    checks: [
      required("input.function"),
      oneOf("input.function", Object.keys(EDIT_FUNCTIONS)),
      editPrompt,
      required("input.base_image_url"),
      mediaUrl("input.base_image_url", { base64: true }),
      upToFour,
      seed,
      flag("parameters.watermark"),
      ...Object.entries(EDIT_FUNCTIONS).flatMap(([name, checks]) => forFunction(name, checks)),
    ],
    output: requestedImages(1),
    prices: cny("0.14"),
    checked:
      "all ten functions: image, mask, prompt, ranges, n, seed, flags; truncates the prompt at 800",
  },
  {
    ...FROM_IMAGE,
    id: "wan2.5-i2i-preview",
    limit: limit(5, 5),
    prices: cnyAndUsd("0.20", "0.03"),
    promptLimit: 2000,
    checks: [
      ...sized(WAN_AREA),
      required("input.images"),
      mediaUrls("input.images", { base64: true }),
      count("input.images", { min: 1 }),
    ],
    checked:
      "prompt, images (also base64), n, size by area and aspect ratio, seed, flags; truncates the prompt at 2000",
    source: "inferred",
  },
];
