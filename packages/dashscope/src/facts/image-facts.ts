import { IMAGE_PACE, PATHS } from "./shared-facts.ts";

/** Facts that all image models of one path share. */

const COMMON = {
  elsewhere: "unknown",
  polling: IMAGE_PACE,
  usageKey: "image_count",
  confidence: "docs",
} as const;

export const FROM_TEXT = { ...COMMON, path: PATHS.textToImage, result: "results[].url" } as const;
export const FROM_IMAGE = { ...COMMON, path: PATHS.imageToImage, result: "results[].url" } as const;
export const FROM_MESSAGES = {
  ...COMMON,
  path: PATHS.imageMessages,
  result: "choices[].message.content[].image",
} as const;
