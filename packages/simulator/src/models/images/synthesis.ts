import type { Check } from "../../checks/check.ts";
import type { CreateBody } from "../../checks/create-body.ts";
import { textAt, valueAt } from "../../checks/create-body.ts";
import { text } from "../../checks/field-checks.ts";
import { requiredPrompt } from "../../checks/shared-checks.ts";
import type { Model } from "../model.ts";
import { limit } from "../model.ts";
import { images } from "../output.ts";
import { UNPRICED } from "../prices.ts";
import { ASIA } from "../regions.ts";
import { imageFlags, upToFour } from "./image-checks.ts";
import type { PixelRange } from "./pixel-size.ts";
import { pixelSize } from "./pixel-size.ts";

/** The requested number of images. */
export function requestedImages(defaultCount: number): Model["output"] {
  return (body) => images(requestedCount(body) ?? defaultCount, textAt(body, "parameters.size"));
}

function requestedCount(body: CreateBody): number | undefined {
  const n = valueAt(body, "parameters.n");
  return typeof n === "number" && n > 0 ? n : undefined;
}

/**
 * What the image synthesis models have in common.
 * Source: DashScope's documentation, "文生图API参考", "限流". The default of `n` is inferred.
 */
export const SYNTHESIS = {
  regions: ASIA,
  limit: limit(2, 2),
  extendsPrompt: true,
  showsActualPrompt: true,
  output: requestedImages(4),
  result: "results[]",
  usage: "images",
  prices: UNPRICED,
  source: "docs",
} as const;

/** The checks of a model with a prompt, up to four images, and a size in this range. */
export function sized(range: PixelRange): readonly Check[] {
  return [requiredPrompt, text("input.prompt"), ...imageFlags, upToFour, pixelSize(range)];
}
