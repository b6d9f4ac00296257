import type { CreateBody } from "../../checks/create-body.ts";
import { textAt, valueAt } from "../../checks/create-body.ts";
import { flag, oneOf, text, within } from "../../checks/field-checks.ts";
import { seed } from "../../checks/shared-checks.ts";
import type { Model, ResultShape } from "../model.ts";
import { limit } from "../model.ts";
import { images } from "../output.ts";
import type { Prices } from "../prices.ts";
import { cny } from "../prices.ts";
import { BEIJING } from "../regions.ts";
import { imagesBetween, message } from "./message.ts";
import { pixelSize } from "./pixel-size.ts";

const SMALL_IMAGE_PIXELS = 2_250_000;

function output(body: CreateBody) {
  const n = valueAt(body, "parameters.n");
  const size = textAt(body, "parameters.size") ?? "1328*1328";
  const [width = 0, height = 0] = size.split("*").map(Number);
  return {
    ...images(typeof n === "number" ? n : 1, size),
    tier: width * height > SMALL_IMAGE_PIXELS ? "2k" : "1k",
  };
}

/**
 * Source: DashScope's documentation, "千问-图像生成API参考（3.0）", whose samples have both shapes of
 * results. The limit is inferred.
 */
function qwenImage(id: string, result: ResultShape, prices: Prices): Model {
  return {
    id,
    path: "aigc/image-generation/generation",
    regions: BEIJING,
    limit: limit(2, 2),
    promptLimit: Infinity,
    checks: [
      message,
      imagesBetween(0, 10),
      pixelSize({ pixels: [512 * 512, 2048 * 2048], ratio: 8 }),
      within("parameters.n", { min: 1, max: 6, whole: true }),
      text("parameters.negative_prompt"),
      flag("parameters.prompt_extend"),
      oneOf("parameters.prompt_extend_mode", ["direct", "agent"]),
      flag("parameters.watermark"),
      seed,
    ],
    extendsPrompt: true,
    showsActualPrompt: false,
    output,
    result,
    usage: "qwen-image",
    prices,
    checked: "one message, up to ten images, size by area and aspect ratio, n, seed, flags",
    source: "docs",
  };
}

export const QWEN_IMAGE_MODELS: readonly Model[] = [
  qwenImage("qwen-image-3.0", "results[]", cny("0.18")),
  qwenImage("qwen-image-3.0-pro", "choices[]", cny({ "1k": "0.25", "2k": "0.50" })),
];
