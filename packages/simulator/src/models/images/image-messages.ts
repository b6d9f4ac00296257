import type { Check } from "../../checks/check.ts";
import { invalid } from "../../checks/check.ts";
import type { CreateBody } from "../../checks/create-body.ts";
import { textAt, valueAt } from "../../checks/create-body.ts";
import { flag, text, within } from "../../checks/field-checks.ts";
import { seed } from "../../checks/shared-checks.ts";
import type { Model } from "../model.ts";
import { limit } from "../model.ts";
import { images } from "../output.ts";
import { cny, cnyAndUsd } from "../prices.ts";
import { ASIA, REGIONS } from "../regions.ts";
import type { PixelRange } from "./pixel-size.ts";
import { isInRange, pixelSize, WAN_AREA } from "./pixel-size.ts";
import { upToFour } from "./image-checks.ts";
import { imagesBetween, imagesIn, message } from "./message.ts";

/**
 * Source: DashScope's documentation, "万相-图像生成API参考（2.6）", "（2.7）", "限流". The prices are from
 * third parties.
 */
const MESSAGES = {
  path: "aigc/image-generation/generation",
  regions: ASIA,
  limit: limit(5, 5),
  extendsPrompt: false,
  showsActualPrompt: false,
  result: "choices[]",
  usage: "tokens",
  source: "docs",
} as const;

const flags: readonly Check[] = [seed, flag("parameters.watermark")];
const extended: readonly Check[] = [
  ...flags,
  flag("parameters.prompt_extend"),
  text("parameters.negative_prompt"),
];

function parameter(body: CreateBody, name: string): unknown {
  return valueAt(body, `parameters.${name}`);
}

/** The requested number of images. By default an interleaved story has 5, a sequence 12. */
function requestedImages(defaultCount: number): Model["output"] {
  return (body) => {
    const [n, most] = [parameter(body, "n"), parameter(body, "max_images")];
    const size = textAt(body, "parameters.size");
    if (parameter(body, "enable_interleave") === true)
      return images(typeof most === "number" ? most : 5, size);
    if (typeof n === "number") return images(n, size);
    return images(parameter(body, "enable_sequential") === true ? 12 : defaultCount, size);
  };
}

/** The model edits images, or generates an interleaved story from at most one image. */
const story: Check = {
  name: "parameters.enable_interleave story",
  find: (request) => {
    const isStory = parameter(request.body, "enable_interleave") === true;
    const n = parameter(request.body, "n");
    if (isStory && n !== undefined && n !== 1) return invalid("num_images_per_prompt must be 1");
    return imagesBetween(isStory ? 0 : 1, isStory ? 1 : 4).find(request);
  },
};

const palette: Check = {
  name: "parameters.color_palette colors",
  find: ({ body }) => {
    const colors = parameter(body, "color_palette");
    if (colors === undefined) return null;
    const isPalette =
      Array.isArray(colors) && colors.length >= 3 && colors.length <= 10 && colors.every(isColor);
    return isPalette ? null : invalid("color_palette must have 3 to 10 colors of hex and ratio.");
  },
};

function isColor(color: unknown): boolean {
  if (typeof color !== "object" || color === null) return false;
  const { hex, ratio } = color as { readonly hex?: unknown; readonly ratio?: unknown };
  const isHex = typeof hex === "string" && /^#?[\da-f]{6}$/i.test(hex);
  return isHex && typeof ratio === "string" && /^\d{1,3}(?:\.\d+)?%$/.test(ratio);
}

const boxes: Check = {
  name: "parameters.bbox_list list",
  find: ({ body }) => {
    const list = parameter(body, "bbox_list");
    return list === undefined || Array.isArray(list) ? null : invalid("bbox_list must be a list.");
  },
};

const countOfSequence: Check = {
  name: "parameters.n sequence",
  find: ({ body }) =>
    parameter(body, "enable_sequential") !== true && Number(parameter(body, "n")) > 4
      ? invalid("n must be at most 4 without enable_sequential.")
      : null,
};

const wan27Checks: readonly Check[] = [
  message,
  imagesBetween(0, 9),
  ...flags,
  within("parameters.n", { min: 1, max: 12, whole: true }),
  flag("parameters.enable_sequential"),
  countOfSequence,
  flag("parameters.thinking_mode"),
  boxes,
  palette,
];

const STANDARD: PixelRange = { pixels: [768 * 768, 2048 * 2048], ratio: 8, names: ["1K", "2K"] };
const LARGE: PixelRange = { pixels: [768 * 768, 4096 * 4096], ratio: 8, names: ["1K", "2K", "4K"] };

const largeFromTextOnly: Check = {
  name: "parameters.size text-only",
  find: ({ body }) => {
    const size = parameter(body, "size");
    return imagesIn(body) > 0 && isInRange(size, LARGE) && !isInRange(size, STANDARD)
      ? invalid("Sizes above 2K are for text only.")
      : null;
  },
};

const WAN27 = {
  ...MESSAGES,
  promptLimit: 5000,
  output: requestedImages(1),
  checked:
    "one message, up to nine images, size, n, sequence, palette, seed, flags; truncates the text at 5000",
} as const;

export const IMAGE_MESSAGE_MODELS: readonly Model[] = [
  {
    ...MESSAGES,
    id: "wan2.6-t2i",
    regions: REGIONS,
    limit: limit(5, 5),
    regionalLimits: { "cn-beijing": limit(1, 5) },
    promptLimit: 2100,
    checks: [message, imagesBetween(0, 0), upToFour, pixelSize(WAN_AREA), ...extended],
    output: requestedImages(4),
    prices: cnyAndUsd("0.20", "0.03"),
    checked:
      "one text message, n, size by area and aspect ratio, seed, flags; truncates the text at 2100",
  },
  {
    ...MESSAGES,
    id: "wan2.6-image",
    regions: REGIONS,
    promptLimit: 2000,
    checks: [
      message,
      upToFour,
      pixelSize({ names: ["1K", "2K"] }),
      flag("parameters.enable_interleave"),
      within("parameters.max_images", { min: 1, max: 5, whole: true }),
      story,
      ...extended,
    ],
    output: requestedImages(4),
    prices: {
      ...cnyAndUsd("0.20", "0.03"),
      "us-east-1": { currency: "USD", price: "0.028671" },
      "eu-central-1": { currency: "USD", price: "0.028671" },
    },
    checked: "one message, image count by mode, n, size, seed, flags; truncates the text at 2000",
  },
  {
    ...WAN27,
    id: "wan2.7-image",
    checks: [...wan27Checks, pixelSize(STANDARD)],
    prices: cny("0.20"),
  },
  {
    ...WAN27,
    id: "wan2.7-image-pro",
    checks: [...wan27Checks, pixelSize(LARGE), largeFromTextOnly],
    prices: cnyAndUsd("0.50", "0.075"),
  },
];
