import type { Entry } from "../../facts/entry.ts";
import type { Price } from "../../facts/price.ts";
import type { RequestShape } from "../../checks/request-shape.ts";
import {
  ASIA,
  BEIJING,
  limits,
  LISTED,
  PATHS,
  SINGAPORE,
  VIDEO_PACE,
  VIRGINIA,
} from "../../facts/shared-facts.ts";
import { clip, clipOfDuration } from "../../facts/billing.ts";
import { resolutionTier } from "../../facts/tier.ts";
import {
  WAN_21_PLUS_PRICE,
  WAN_21_TURBO_PRICE,
  WAN_22_PLUS_PRICE,
  WAN_25_PRICE,
  WAN_26_PRICE,
  WAN_26_US_PRICE,
} from "../wan-prices.ts";
import { WAN_TEXT_TO_VIDEO_MEDIA } from "./media.ts";
import {
  wan21PlusTextToVideo,
  wan21TurboTextToVideo,
  wan22TextToVideo,
  wan25TextToVideo,
  wan26TextToVideo,
  wan26TextToVideoUs,
} from "./request.ts";

const COMMON = {
  elsewhere: "unknown",
  path: PATHS.video,
  polling: VIDEO_PACE,
  result: "video_url",
  media: WAN_TEXT_TO_VIDEO_MEDIA,
  confidence: "docs",
} as const;

function wan21(names: Entry["names"], price: Price, shape: RequestShape): Entry {
  return {
    ...COMMON,
    names,
    limits: limits(2, 2),
    usageKey: "video_duration",
    price,
    billing: clip(5),
    shape,
  };
}

/** DashScope's documentation: "Wan text to video", "rate limit". */
export const WAN_TEXT_TO_VIDEO: readonly Entry[] = [
  wan21(
    { "wanx2.1-t2v-turbo": BEIJING, "wan2.1-t2v-turbo": SINGAPORE },
    WAN_21_TURBO_PRICE,
    wan21TurboTextToVideo,
  ),
  wan21(
    { "wanx2.1-t2v-plus": BEIJING, "wan2.1-t2v-plus": SINGAPORE },
    WAN_21_PLUS_PRICE,
    wan21PlusTextToVideo,
  ),
  {
    ...COMMON,
    names: { "wan2.2-t2v-plus": ASIA },
    limits: limits(2, 2),
    usageKey: "video_duration",
    price: WAN_22_PLUS_PRICE,
    billing: clip(5, resolutionTier("1080")),
    shape: wan22TextToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.5-t2v-preview": ASIA },
    limits: limits(5, 5),
    usageKey: "video_duration",
    price: WAN_25_PRICE,
    billing: clipOfDuration(resolutionTier("1080")),
    shape: wan25TextToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.6-t2v": LISTED },
    elsewhere: "absent",
    limits: limits(5, 5),
    usageKey: "duration",
    price: WAN_26_PRICE,
    billing: clipOfDuration(resolutionTier("1080")),
    shape: wan26TextToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.6-t2v-us": VIRGINIA },
    elsewhere: "absent",
    limits: limits(5, 5),
    usageKey: "duration",
    price: WAN_26_US_PRICE,
    billing: clipOfDuration(resolutionTier("1080")),
    shape: wan26TextToVideoUs,
  },
];
