import type { Check } from "../../checks/check.ts";
import { forFunction, invalid } from "../../checks/check.ts";
import type { CreateBody } from "../../checks/create-body.ts";
import { textAt, valueAt } from "../../checks/create-body.ts";
import { count, flag, oneOf, required, text, within } from "../../checks/field-checks.ts";
import { mediaUrl, mediaUrls } from "../../checks/media-url.ts";
import { requiredPrompt, seed } from "../../checks/shared-checks.ts";
import type { Model } from "../model.ts";
import { limit } from "../model.ts";
import { images } from "../output.ts";
import { ASIA, BEIJING } from "../regions.ts";
import { imageFlags, upToFour } from "./image-checks.ts";
import type { PixelRange } from "./pixel-size.ts";
import { pixelSize, WAN_AREA } from "./pixel-size.ts";

const prompt = [requiredPrompt, text("input.prompt")];

/** The requested number of images. */
function requestedImages(defaultCount: number): Model["output"] {
  return (body) => images(requestedCount(body) ?? defaultCount, textAt(body, "parameters.size"));
}

function requestedCount(body: CreateBody): number | undefined {
  const n = valueAt(body, "parameters.n");
  return typeof n === "number" && n > 0 ? n : undefined;
}

/** Source: DashScope's documentation, "文生图API参考", "限流". The default of `n` is inferred. */
const FROM_TEXT = {
  path: "text2image/image-synthesis",
  regions: ASIA,
  limit: limit(2, 2),
  extendsPrompt: true,
  showsActualPrompt: true,
  output: requestedImages(4),
  result: "results[]",
  usage: "images",
  price: null,
  source: "docs",
} as const;

function sized(range: PixelRange): readonly Check[] {
  return [...prompt, ...imageFlags, upToFour, pixelSize(range)];
}

const OLD_SIDES: PixelRange = { sides: [512, 1440] };
const OLD_CHECKED = "prompt, n, size with sides of 512 to 1440, seed, flags; truncates the prompt";

function old(id: string, promptLimit: number, changes: Partial<Model> = {}): Model {
  return {
    ...FROM_TEXT,
    id,
    promptLimit,
    checks: sized(OLD_SIDES),
    checked: OLD_CHECKED,
    ...changes,
  };
}

const QWEN_SIZES = [
  "1664*928",
  "928*1664",
  "1328*1328",
  "1472*1104",
  "1104*1472",
  "1472*1140",
  "1140*1472",
];

function qwen(id: string, price: string | null): Model {
  const own = [oneOf("parameters.n", [1]), oneOf("parameters.size", QWEN_SIZES)];
  return {
    ...FROM_TEXT,
    id,
    promptLimit: 800,
    checks: [...prompt, ...imageFlags, ...own],
    output: requestedImages(1),
    price,
    checked: "prompt, one image, one of seven sizes, seed, flags; truncates the prompt at 800",
  };
}

const TEXT_TO_IMAGE: readonly Model[] = [
  {
    ...FROM_TEXT,
    id: "wanx-v1",
    regions: BEIJING,
    limit: limit(2, 1),
    promptLimit: 800,
    checks: [
      ...prompt,
      upToFour,
      seed,
      text("input.negative_prompt"),
      mediaUrl("input.ref_image", { base64: true }),
    ],
    price: "0.16",
    checked: "prompt, reference, n, seed",
    source: "inferred",
  },
  old("wanx2.0-t2i-turbo", 800, { source: "inferred" }),
  ...["wanx2.1-t2i-turbo", "wan2.1-t2i-turbo", "wanx2.1-t2i-plus", "wan2.1-t2i-plus"].map((id) =>
    old(id, 500),
  ),
  old("wan2.2-t2i-flash", 500),
  old("wan2.2-t2i-plus", 500, { price: "0.20" }),
  {
    ...FROM_TEXT,
    id: "wan2.5-t2i-preview",
    limit: limit(5, 5),
    promptLimit: 2000,
    checks: sized(WAN_AREA),
    price: "0.20",
    checked: "prompt, n, size by area and aspect ratio, seed, flags; truncates the prompt at 2000",
  },
  qwen("qwen-image", "0.25"),
  qwen("qwen-image-plus", null),
];

/** Source: DashScope's documentation, "通用图像编辑API参考", "图像编辑-万相2.5". */
const FROM_IMAGE = { ...FROM_TEXT, path: "image2image/image-synthesis" } as const;

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

const IMAGE_TO_IMAGE: readonly Model[] = [
  {
    ...FROM_IMAGE,
    id: "wanx2.1-imageedit",
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
    price: "0.14",
    checked:
      "all ten functions: image, mask, prompt, ranges, n, seed, flags; truncates the prompt at 800",
  },
  {
    ...FROM_IMAGE,
    id: "wan2.5-i2i-preview",
    limit: limit(5, 5),
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

export const IMAGE_SYNTHESIS_MODELS: readonly Model[] = [...TEXT_TO_IMAGE, ...IMAGE_TO_IMAGE];
