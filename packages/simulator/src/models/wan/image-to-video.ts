import type { Check } from "../../checks/check.ts";
import { flag, oneOf, required, text } from "../../checks/field-checks.ts";
import type { MediaOptions } from "../../checks/media-url.ts";
import { mediaUrl } from "../../checks/media-url.ts";
import { fiveSeconds, seconds, seed } from "../../checks/shared-checks.ts";
import type { Tier } from "../frame-sizes.ts";
import { resolutionsOf } from "../frame-sizes.ts";
import type { Model } from "../model.ts";
import { limit, VIDEO } from "../model.ts";
import { byResolution, withSoundRate } from "../output.ts";
import { ASIA, REGIONS, VIRGINIA } from "../regions.ts";
import { bothSpellings } from "../both-spellings.ts";
import { isAudible, shotType, wanChecks } from "./wan-checks.ts";
import {
  WAN21_PLUS,
  WAN21_TURBO,
  WAN22_FLASH,
  WAN22_PLUS,
  WAN25,
  WAN26 as WAN26_PRICES,
  WAN26_FLASH,
  WAN26_US,
} from "./wan-prices.ts";

const IMAGE = "input.img_url";

function checks(
  tiers: readonly Tier[],
  options: MediaOptions,
  ...own: readonly Check[]
): readonly Check[] {
  return [
    required(IMAGE),
    mediaUrl(IMAGE, { base64: true, ...options }),
    ...wanChecks,
    text("input.template"),
    oneOf("parameters.resolution", resolutionsOf(tiers)),
    seed,
    ...own,
  ];
}

/**
 * Source: DashScope's documentation, "万相-图生视频API参考", "限流".
 */
const SILENT = {
  ...VIDEO,
  limit: limit(2, 2),
  promptLimit: 800,
  showsActualPrompt: true,
  source: "docs",
  checked:
    "image (also base64), texts, resolution, seconds, seed, flags; truncates the prompt at 800",
} as const;
const WITH_AUDIO = {
  ...SILENT,
  limit: limit(5, 5),
  promptLimit: 1500,
  usage: "SR",
  checked:
    "image (also base64), audio, texts, resolution, seconds, seed, flags; truncates the prompt at 1500",
} as const;
const WAN26 = { ...WITH_AUDIO, showsActualPrompt: false, usage: "wan-2.6" } as const;
const audio = mediaUrl("input.audio_url");
const LARGE: readonly Tier[] = [720, 1080];

export const IMAGE_TO_VIDEO_MODELS: readonly Model[] = [
  ...bothSpellings("i2v-turbo", (id, offeredIn) => ({
    ...SILENT,
    id,
    regions: offeredIn,
    checks: checks(
      [480, 720],
      { characters: "no-chinese" },
      oneOf("parameters.duration", [3, 4, 5]),
    ),
    output: byResolution(720),
    usage: "standard",
    prices: WAN21_TURBO,
  })),
  ...bothSpellings("i2v-plus", (id, offeredIn) => ({
    ...SILENT,
    id,
    regions: offeredIn,
    checks: checks([720], { characters: "no-chinese" }, fiveSeconds),
    output: byResolution(720),
    usage: "standard",
    prices: WAN21_PLUS,
  })),
  {
    ...SILENT,
    id: "wan2.2-i2v-flash",
    regions: ASIA,
    checks: checks([480, 720, 1080], {}, fiveSeconds),
    output: byResolution(720),
    usage: "SR",
    prices: WAN22_FLASH,
  },
  {
    ...SILENT,
    id: "wan2.2-i2v-plus",
    regions: ASIA,
    checks: checks([480, 1080], {}, fiveSeconds),
    output: byResolution(1080),
    usage: "SR",
    prices: WAN22_PLUS,
  },
  {
    ...WITH_AUDIO,
    id: "wan2.5-i2v-preview",
    regions: ASIA,
    checks: checks([480, 720, 1080], {}, oneOf("parameters.duration", [5, 10]), audio),
    output: byResolution(1080),
    prices: WAN25,
  },
  {
    ...WAN26,
    id: "wan2.6-i2v",
    regions: REGIONS,
    checks: checks(LARGE, {}, seconds(2, 15), shotType, audio),
    output: byResolution(1080),
    prices: WAN26_PRICES,
  },
  {
    ...WAN26,
    id: "wan2.6-i2v-flash",
    regions: [...ASIA, "eu-central-1"],
    checks: checks(LARGE, {}, seconds(2, 15), shotType, audio, flag("parameters.audio")),
    output: withSoundRate(byResolution(1080), isAudible),
    prices: WAN26_FLASH,
  },
  {
    ...WAN26,
    id: "wan2.6-i2v-us",
    regions: VIRGINIA,
    checks: checks(LARGE, {}, oneOf("parameters.duration", [5, 10, 15]), shotType, audio),
    output: byResolution(1080),
    prices: WAN26_US,
  },
];
