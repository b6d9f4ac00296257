import type { Check } from "../../checks/check.ts";
import { invalid } from "../../checks/check.ts";
import type { CreateBody } from "../../checks/create-body.ts";
import { textAt, valueAt } from "../../checks/create-body.ts";
import { flag, oneOf, within } from "../../checks/field-checks.ts";
import { itemsAt } from "../../checks/media-items.ts";
import type { Model } from "../model.ts";
import { limit } from "../model.ts";
import { images } from "../output.ts";
import { cny, UNPRICED } from "../prices.ts";
import { BEIJING } from "../regions.ts";
import { elements } from "../vendors/kling-checks.ts";
import { imagesBetween, imagesIn, message } from "./message.ts";

const subjects: Check = {
  name: "input.element_list together",
  find: ({ body }) => {
    const count = itemsAt(body, "input.element_list").length;
    return imagesIn(body) + count > 10 ? invalid("At most 10 images and elements together.") : null;
  },
};

function output(body: CreateBody) {
  const isSeries = textAt(body, "parameters.result_type") === "series";
  const requested = valueAt(body, isSeries ? "parameters.series_amount" : "parameters.n");
  const made = typeof requested === "number" ? requested : isSeries ? 4 : 1;
  return {
    ...images(made, "1024*1024"),
    tier: (textAt(body, "parameters.resolution") ?? "1k").toUpperCase(),
  };
}

const checks: readonly Check[] = [
  message,
  within("parameters.n", { min: 1, max: 9, whole: true }),
  oneOf("parameters.aspect_ratio", ["16:9", "9:16", "1:1"]),
  flag("parameters.watermark"),
  elements,
  subjects,
];

/** Source: DashScope's documentation, "可灵-图像生成API参考". It shares the limit of Kling's videos. */
const KLING_IMAGE = {
  path: "aigc/image-generation/generation",
  regions: BEIJING,
  limit: limit(5, 10),
  limitGroup: "kling",
  promptLimit: 2500,
  extendsPrompt: false,
  showsActualPrompt: false,
  output,
  result: "choices[]",
  usage: "vendor-images",
  linkLifeMs: 30 * 24 * 3_600_000,
  source: "docs",
} as const;

export const KLING_IMAGE_MODELS: readonly Model[] = [
  {
    ...KLING_IMAGE,
    id: "kling/kling-v3-image-generation",
    checks: [...checks, imagesBetween(0, 1), oneOf("parameters.resolution", ["1k", "2k"])],
    prices: cny("0.20"),
    checked:
      "one message, up to one image, n, ratio, resolution, flags; truncates the text at 2500",
  },
  {
    ...KLING_IMAGE,
    id: "kling/kling-v3-omni-image-generation",
    checks: [
      ...checks,
      oneOf("parameters.resolution", ["1k", "2k", "4k"]),
      oneOf("parameters.result_type", ["single", "series"]),
      within("parameters.series_amount", { min: 2, max: 9, whole: true }),
    ],
    prices: UNPRICED,
    checked:
      "one message, images and elements, n, series, ratio, resolution, flags; truncates the text at 2500",
  },
];
