import type { Entry } from "../../entry/entry.ts";
import { FROM_TEXT } from "../../entry/image-facts.ts";
import { ASIA, limits } from "../../entry/shared-facts.ts";
import { images } from "../../entry/billing.ts";
import { perImage } from "../../entry/price.ts";
import { qwenTextToImage } from "./request.ts";

const COMMON = {
  ...FROM_TEXT,
  limits: limits(2, 2),
  billing: images(1),
  shape: qwenTextToImage,
} as const;

/** DashScope's documentation: "Qwen text to image", "rate limit". */
export const QWEN_IMAGE: readonly Entry[] = [
  { ...COMMON, names: { "qwen-image": ASIA }, price: perImage("0.25") },
  { ...COMMON, names: { "qwen-image-plus": ASIA }, price: null },
];
