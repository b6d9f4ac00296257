import type { Entry } from "../../facts/entry.ts";
import { FROM_MESSAGES, FROM_TEXT } from "../../facts/image-facts.ts";
import { ASIA, BEIJING, limits } from "../../facts/shared-facts.ts";
import { images } from "../../facts/billing.ts";
import { inBeijing, perImage, QUOTED } from "../../facts/price.ts";
import type { TierOf } from "../../facts/tier.ts";
import { fits } from "../../fields/image-size.ts";
import { qwenImage3, qwenTextToImage } from "./request.ts";

const OLD = {
  ...FROM_TEXT,
  limits: limits(2, 2),
  billing: images(1),
  shape: qwenTextToImage,
  retiredOn: "2026-10-10",
  replacedBy: "qwen-image-3.0",
} as const;

/** The limits are not documented yet; these are those of the first generation. */
const NEW = {
  ...FROM_MESSAGES,
  limits: limits(2, 2),
  usageKey: "output_image_count",
  shape: qwenImage3,
} as const;

const MOST_PIXELS_1K = 2_250_000;

/** `qima_output_1k` in the usage figures. Without a size, the model chooses one. */
const pixelTier: TierOf = ({ parameters: { size } }, { output_image_type: type }) => {
  const used = typeof type === "string" ? /_([12]k)$/.exec(type)?.[1] : undefined;
  if (used !== undefined) return used;
  const isSmall = typeof size === "string" && fits(size, { mostPixels: MOST_PIXELS_1K });
  return isSmall ? "1k" : "2k";
};

/** DashScope's documentation: "Qwen text to image", "Qwen image generation", "rate limit". */
export const QWEN_IMAGE: readonly Entry[] = [
  { ...OLD, names: { "qwen-image": ASIA }, price: perImage(inBeijing("0.25"), QUOTED) },
  { ...OLD, names: { "qwen-image-plus": ASIA }, price: null },
  {
    ...NEW,
    names: { "qwen-image-3.0": BEIJING },
    price: perImage(inBeijing("0.18"), QUOTED),
    billing: images(1),
  },
  {
    ...NEW,
    names: { "qwen-image-3.0-pro": BEIJING },
    price: perImage(inBeijing({ "1k": "0.25", "2k": "0.50" }), QUOTED),
    billing: images(1, pixelTier),
  },
];
