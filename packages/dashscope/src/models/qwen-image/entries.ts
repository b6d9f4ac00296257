import type { Entry } from "../../facts/entry.ts";
import { FROM_TEXT } from "../../facts/image-facts.ts";
import { ASIA, limits } from "../../facts/shared-facts.ts";
import { images } from "../../facts/billing.ts";
import { inBeijing, perImage, QUOTED } from "../../facts/price.ts";
import { qwenTextToImage } from "./request.ts";

const COMMON = {
  ...FROM_TEXT,
  limits: limits(2, 2),
  billing: images(1),
  shape: qwenTextToImage,
  retiredOn: "2026-10-10",
  replacedBy: "qwen-image-3.0",
} as const;

/** DashScope's documentation: "Qwen text to image", "rate limit". */
export const QWEN_IMAGE: readonly Entry[] = [
  { ...COMMON, names: { "qwen-image": ASIA }, price: perImage(inBeijing("0.25"), QUOTED) },
  { ...COMMON, names: { "qwen-image-plus": ASIA }, price: null },
];
