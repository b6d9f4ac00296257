import type { Check } from "../../checks/check.ts";
import { flag, oneOf, required, text } from "../../checks/field-checks.ts";
import type { MediaOptions } from "../../checks/media-url.ts";
import { mediaUrl } from "../../checks/media-url.ts";
import { fiveSeconds, seconds, seed } from "../../checks/shared-checks.ts";
import type { Tier } from "../frame-sizes.ts";
import { resolutionsOf } from "../frame-sizes.ts";
import type { Model } from "../model.ts";
import { limit, VIDEO } from "../model.ts";
import { byResolution } from "../output.ts";
import { ASIA, REGIONS, VIRGINIA } from "../regions.ts";
import { bothSpellings } from "./both-spellings.ts";
import { shotType, wanChecks } from "./wan-checks.ts";

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
 * Source: DashScope's documentation, "万相-图生视频API参考", "限流". The prices are a third party's
 * copy of its price list.
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
    price: null,
  })),
  ...bothSpellings("i2v-plus", (id, offeredIn) => ({
    ...SILENT,
    id,
    regions: offeredIn,
    checks: checks([720], { characters: "no-chinese" }, fiveSeconds),
    output: byResolution(720),
    usage: "standard",
    price: null,
  })),
  {
    ...SILENT,
    id: "wan2.2-i2v-flash",
    regions: ASIA,
    checks: checks([480, 720, 1080], {}, fiveSeconds),
    output: byResolution(720),
    usage: "SR",
    price: { 480: "0.10", 720: "0.20", 1080: "0.48" },
  },
  {
    ...SILENT,
    id: "wan2.2-i2v-plus",
    regions: ASIA,
    checks: checks([480, 1080], {}, fiveSeconds),
    output: byResolution(1080),
    usage: "SR",
    price: { 480: "0.14", 1080: "0.70" },
  },
  {
    ...WITH_AUDIO,
    id: "wan2.5-i2v-preview",
    regions: ASIA,
    checks: checks([480, 720, 1080], {}, oneOf("parameters.duration", [5, 10]), audio),
    output: byResolution(1080),
    price: { 480: "0.30", 720: "0.60", 1080: "1.00" },
  },
  {
    ...WAN26,
    id: "wan2.6-i2v",
    regions: REGIONS,
    checks: checks(LARGE, {}, seconds(2, 15), shotType, audio),
    output: byResolution(1080),
    price: { 720: "0.60", 1080: "1.00" },
  },
  {
    ...WAN26,
    id: "wan2.6-i2v-flash",
    regions: [...ASIA, "eu-central-1"],
    checks: checks(LARGE, {}, seconds(2, 15), shotType, audio, flag("parameters.audio")),
    output: byResolution(1080),
    price: null,
  },
  {
    ...WAN26,
    id: "wan2.6-i2v-us",
    regions: VIRGINIA,
    checks: checks(LARGE, {}, oneOf("parameters.duration", [5, 10, 15]), shotType, audio),
    output: byResolution(1080),
    price: null,
  },
];
