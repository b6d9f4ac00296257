import { oneOf, text } from "../../checks/field-checks.ts";
import { mediaUrl } from "../../checks/media-url.ts";
import { requiredPrompt, seed } from "../../checks/shared-checks.ts";
import type { Model } from "../model.ts";
import { limit } from "../model.ts";
import { bothSpellings } from "../both-spellings.ts";
import type { Prices } from "../prices.ts";
import { cny, cnyAndUsd, UNPRICED } from "../prices.ts";
import { BEIJING } from "../regions.ts";
import { imageFlags, upToFour } from "./image-checks.ts";
import type { PixelRange } from "./pixel-size.ts";
import { WAN_AREA } from "./pixel-size.ts";
import { requestedImages, sized, SYNTHESIS } from "./synthesis.ts";

const FROM_TEXT = { ...SYNTHESIS, path: "aigc/text2image/image-synthesis" } as const;

const prompt = [requiredPrompt, text("input.prompt")];

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

function qwen(id: string, prices: Prices): Model {
  const own = [oneOf("parameters.n", [1]), oneOf("parameters.size", QWEN_SIZES)];
  return {
    ...FROM_TEXT,
    id,
    promptLimit: 800,
    checks: [...prompt, ...imageFlags, ...own],
    output: requestedImages(1),
    prices,
    retiredAt: Date.parse("2026-10-10T00:00:00+08:00"),
    checked: "prompt, one image, one of seven sizes, seed, flags; truncates the prompt at 800",
  };
}

export const TEXT_TO_IMAGE_MODELS: readonly Model[] = [
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
      mediaUrl("input.ref_img", { base64: true }),
      mediaUrl("input.ref_image", { base64: true }),
    ],
    prices: cny("0.16"),
    checked: "prompt, reference, n, seed",
    source: "inferred",
  },
  old("wanx2.0-t2i-turbo", 800, { regions: BEIJING, prices: cny("0.04"), source: "inferred" }),
  ...(
    [
      ["t2i-turbo", cnyAndUsd("0.14", "0.025")],
      ["t2i-plus", cnyAndUsd("0.20", "0.05")],
    ] as const
  ).flatMap(([name, prices]) =>
    bothSpellings(name, (id, regions) => old(id, 500, { regions, prices })),
  ),
  old("wan2.2-t2i-flash", 500, { prices: cnyAndUsd("0.14", "0.025") }),
  old("wan2.2-t2i-plus", 500, { prices: cnyAndUsd("0.20", "0.05") }),
  {
    ...FROM_TEXT,
    id: "wan2.5-t2i-preview",
    limit: limit(5, 5),
    promptLimit: 2000,
    checks: sized(WAN_AREA),
    prices: cnyAndUsd("0.20", "0.03"),
    checked: "prompt, n, size by area and aspect ratio, seed, flags; truncates the prompt at 2000",
  },
  qwen("qwen-image", cny("0.25")),
  qwen("qwen-image-plus", UNPRICED),
];
