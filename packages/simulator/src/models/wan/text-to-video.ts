import type { Check } from "../../checks/check.ts";
import { oneOf } from "../../checks/field-checks.ts";
import { mediaUrl } from "../../checks/media-url.ts";
import { fiveSeconds, requiredPrompt, seconds, seed } from "../../checks/shared-checks.ts";
import type { Tier } from "../frame-sizes.ts";
import { sizesOf } from "../frame-sizes.ts";
import type { Model } from "../model.ts";
import { limit, VIDEO } from "../model.ts";
import { bySize } from "../output.ts";
import { ASIA, REGIONS, VIRGINIA } from "../regions.ts";
import { bothSpellings } from "../both-spellings.ts";
import { shotType, wanChecks } from "./wan-checks.ts";
import { WAN21_PLUS, WAN21_TURBO, WAN22_PLUS, WAN25, WAN26, WAN26_US } from "./wan-prices.ts";

function checks(tiers: readonly Tier[], ...own: readonly Check[]): readonly Check[] {
  return [requiredPrompt, ...wanChecks, seed, oneOf("parameters.size", sizesOf(tiers)), ...own];
}

/**
 * Source: DashScope's documentation, "万相-文生视频API参考（2.1-2.6）", "限流".
 */
const SILENT = {
  ...VIDEO,
  limit: limit(2, 2),
  promptLimit: 800,
  showsActualPrompt: true,
  usage: "size",
  source: "docs",
} as const;
const WITH_AUDIO = {
  ...SILENT,
  limit: limit(5, 5),
  promptLimit: 1500,
} as const;
const audio = mediaUrl("input.audio_url");

export const TEXT_TO_VIDEO_MODELS: readonly Model[] = [
  ...(
    [
      ["t2v-turbo", [480, 720], WAN21_TURBO],
      ["t2v-plus", [480, 720, 1080], WAN21_PLUS],
    ] as const
  ).flatMap(([name, tiers, prices]) =>
    bothSpellings(name, (id, offeredIn) => ({
      ...SILENT,
      id,
      regions: offeredIn,
      checks: checks(tiers, fiveSeconds),
      output: bySize("1280*720"),
      prices,
      checked: "prompt, size, 5 s, seed, flags; truncates the prompt at 800",
    })),
  ),
  {
    ...SILENT,
    id: "wan2.2-t2v-plus",
    regions: ASIA,
    checks: checks([480, 1080], fiveSeconds),
    output: bySize("1920*1080"),
    prices: WAN22_PLUS,
    checked: "prompt, size, 5 s, seed, flags; truncates the prompt at 800",
  },
  {
    ...WITH_AUDIO,
    id: "wan2.5-t2v-preview",
    regions: ASIA,
    checks: checks([480, 720, 1080], oneOf("parameters.duration", [5, 10]), audio),
    output: bySize("1920*1080"),
    prices: WAN25,
    checked: "prompt, audio, size, 5 or 10 s, seed, flags; truncates the prompt at 1500",
  },
  {
    ...WITH_AUDIO,
    id: "wan2.6-t2v",
    regions: REGIONS,
    checks: checks([720, 1080], seconds(2, 15), shotType, audio),
    showsActualPrompt: false,
    output: bySize("1920*1080"),
    usage: "wan-2.6",
    prices: WAN26,
    checked: "prompt, audio, size, 2 to 15 s, shot type, seed, flags; truncates the prompt at 1500",
  },
  {
    ...WITH_AUDIO,
    id: "wan2.6-t2v-us",
    regions: VIRGINIA,
    checks: checks([720, 1080], oneOf("parameters.duration", [5, 10]), shotType, audio),
    showsActualPrompt: false,
    output: bySize("1920*1080"),
    usage: "wan-2.6",
    prices: WAN26_US,
    checked: "prompt, audio, size, 5 or 10 s, shot type, seed, flags; truncates the prompt at 1500",
  },
];
