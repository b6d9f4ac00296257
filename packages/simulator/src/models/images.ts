import {
  flag,
  forFunction,
  invalid,
  oneOf,
  required,
  text,
  within,
  type Check,
} from "../tasks/check.ts";
import { valueAt, type CreateBody } from "../tasks/create-body.ts";
import { mediaUrl, mediaUrls } from "../tasks/media-check.ts";
import { imageFlags, pixelSize, upToFour, type PixelRange } from "./image-checks.ts";
import { asia, beijing, images, limit, textAt, type Model } from "./model.ts";
import { count, requiredPrompt, seed } from "./wan-checks.ts";

const prompt = [requiredPrompt, text("input.prompt")];

/** As many as asked. */
function many(standard: number): Model["output"] {
  return (body) => images(countAsked(body) ?? standard, textAt(body, "parameters.size"));
}

function countAsked(body: CreateBody): number | undefined {
  const n = valueAt(body, "parameters.n");
  return typeof n === "number" && n > 0 ? n : undefined;
}

/** Source: DashScope's documentation, "文生图API参考", "限流"; how many come without `n` is inferred. */
const fromText = {
  path: "text2image/image-synthesis",
  regions: asia,
  limit: limit(2, 2),
  extendsPrompt: true,
  showsActualPrompt: true,
  output: many(4),
  result: "results[]",
  usage: "images",
  price: null,
  source: "docs",
} as const;

function sized(range: PixelRange): readonly Check[] {
  return [...prompt, ...imageFlags, upToFour, pixelSize(range)];
}

const oldSides: PixelRange = { sides: [512, 1440] };
const area: PixelRange = { pixels: [768 * 768, 1440 * 1440], ratio: 4 };
const oldChecked = "prompt, n, size of 512 to 1440 a side, seed, flags; the prompt is cut";

function old(id: string, promptLimit: number, changes: Partial<Model> = {}): Model {
  return { ...fromText, id, promptLimit, checks: sized(oldSides), checked: oldChecked, ...changes };
}

const qwenSizes = [
  "1664*928",
  "928*1664",
  "1328*1328",
  "1472*1104",
  "1104*1472",
  "1472*1140",
  "1140*1472",
];

function qwen(id: string, price: string | null): Model {
  const own = [oneOf("parameters.n", [1]), oneOf("parameters.size", qwenSizes)];
  return {
    ...fromText,
    id,
    promptLimit: 800,
    checks: [...prompt, ...imageFlags, ...own],
    output: many(1),
    price,
    checked: "prompt, one image, size of seven, seed, flags; the prompt is cut at 800",
  };
}

const textToImage: readonly Model[] = [
  {
    ...fromText,
    id: "wanx-v1",
    regions: beijing,
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
    ...fromText,
    id: "wan2.5-t2i-preview",
    limit: limit(5, 5),
    promptLimit: 2000,
    checks: sized(area),
    price: "0.20",
    checked: "prompt, n, size by area and ratio, seed, flags; the prompt is cut at 2000",
  },
  qwen("qwen-image", "0.25"),
  qwen("qwen-image-plus", null),
];

/** Source: DashScope's documentation, "通用图像编辑API参考", "图像编辑-万相2.5". */
const fromImage = { ...fromText, path: "image2image/image-synthesis" } as const;

const editPrompt = text("input.prompt");
const scales = ["top", "bottom", "left", "right"].map((side) =>
  within(`parameters.${side}_scale`, { min: 1, max: 2 }),
);
const strength = within("parameters.strength", { min: 0, max: 1 });
const mask = "input.mask_image_url";
/** It may be empty: then small things under the mask go, or the model chooses the colors. */
const presentPrompt: Check = {
  name: "input.prompt present",
  find: ({ body }) =>
    valueAt(body, "input.prompt") === undefined ? invalid("Field required: input.prompt") : null,
};

const editFunctions: Readonly<Record<string, readonly Check[]>> = {
  stylization_all: [requiredPrompt, strength],
  stylization_local: [requiredPrompt],
  description_edit: [requiredPrompt, strength],
  description_edit_with_mask: [presentPrompt, required(mask), mediaUrl(mask, { base64: true })],
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

const imageToImage: readonly Model[] = [
  {
    ...fromImage,
    id: "wanx2.1-imageedit",
    promptLimit: 800,
    checks: [
      required("input.function"),
      oneOf("input.function", Object.keys(editFunctions)),
      editPrompt,
      required("input.base_image_url"),
      mediaUrl("input.base_image_url", { base64: true }),
      upToFour,
      seed,
      flag("parameters.watermark"),
      ...Object.entries(editFunctions).flatMap(([name, checks]) => forFunction(name, checks)),
    ],
    output: many(1),
    price: "0.14",
    checked:
      "all ten functions: image, mask, prompt, ranges, n, seed, flags; the prompt is cut at 800",
  },
  {
    ...fromImage,
    id: "wan2.5-i2i-preview",
    limit: limit(5, 5),
    promptLimit: 2000,
    checks: [
      ...sized(area),
      required("input.images"),
      mediaUrls("input.images", { base64: true }),
      count("input.images", { min: 1 }),
    ],
    checked:
      "prompt, images (also base64), n, size by area and ratio, seed, flags; the prompt is cut at 2000",
    source: "inferred",
  },
];

export const imageModels: readonly Model[] = [...textToImage, ...imageToImage];
