import type { Entry } from "../../facts/entry.ts";
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
import { inAsia, perSecond } from "../../facts/price.ts";
import { resolutionTier, soundTier } from "../../facts/tier.ts";
import {
  WAN_21_PLUS_PRICE,
  WAN_21_TURBO_PRICE,
  WAN_22_PLUS_PRICE,
  WAN_25_PRICE,
  WAN_26_FLASH_PRICE,
  WAN_26_PRICE,
  WAN_26_US_PRICE,
} from "../wan-prices.ts";
import { firstFrameMedia } from "./media.ts";
import {
  wan21PlusImageToVideo,
  wan21TurboImageToVideo,
  wan22FlashImageToVideo,
  wan22PlusImageToVideo,
  wan25ImageToVideo,
  wan26FlashImageToVideo,
  wan26ImageToVideo,
  wan26ImageToVideoUs,
} from "./request.ts";

const COMMON = {
  elsewhere: "unknown",
  path: PATHS.video,
  polling: VIDEO_PACE,
  result: "video_url",
  confidence: "docs",
} as const;

const OLD = { ...COMMON, media: firstFrameMedia(10), limits: limits(2, 2) } as const;
const NEW = {
  ...COMMON,
  media: firstFrameMedia(20),
  limits: limits(5, 5),
  usageKey: "duration",
} as const;

/** DashScope's documentation: "Wan image to video", "rate limit". */
export const WAN_IMAGE_TO_VIDEO: readonly Entry[] = [
  {
    ...OLD,
    names: { "wanx2.1-i2v-turbo": BEIJING, "wan2.1-i2v-turbo": SINGAPORE },
    usageKey: "video_duration",
    price: WAN_21_TURBO_PRICE,
    billing: clipOfDuration(),
    shape: wan21TurboImageToVideo,
  },
  {
    ...OLD,
    names: { "wanx2.1-i2v-plus": BEIJING, "wan2.1-i2v-plus": SINGAPORE },
    usageKey: "video_duration",
    price: WAN_21_PLUS_PRICE,
    billing: clip(5),
    shape: wan21PlusImageToVideo,
  },
  {
    ...OLD,
    names: { "wan2.2-i2v-flash": ASIA },
    usageKey: "duration",
    price: perSecond(
      inAsia({ "480": "0.10", "720": "0.20", "1080": "0.48" }, { "480": "0.015", "720": "0.036" }),
    ),
    billing: clip(5, resolutionTier("720")),
    shape: wan22FlashImageToVideo,
  },
  {
    ...OLD,
    names: { "wan2.2-i2v-plus": ASIA },
    usageKey: "duration",
    price: WAN_22_PLUS_PRICE,
    billing: clip(5, resolutionTier("1080")),
    shape: wan22PlusImageToVideo,
  },
  {
    ...NEW,
    names: { "wan2.5-i2v-preview": ASIA },
    price: WAN_25_PRICE,
    billing: clipOfDuration(resolutionTier("1080")),
    shape: wan25ImageToVideo,
  },
  {
    ...NEW,
    names: { "wan2.6-i2v": LISTED },
    elsewhere: "absent",
    price: WAN_26_PRICE,
    billing: clipOfDuration(resolutionTier("1080")),
    shape: wan26ImageToVideo,
  },
  {
    ...NEW,
    names: { "wan2.6-i2v-flash": [...ASIA, "eu-central-1"] },
    elsewhere: "absent",
    price: WAN_26_FLASH_PRICE,
    billing: clipOfDuration(soundTier(resolutionTier("1080"))),
    shape: wan26FlashImageToVideo,
  },
  {
    ...NEW,
    names: { "wan2.6-i2v-us": VIRGINIA },
    elsewhere: "absent",
    price: WAN_26_US_PRICE,
    billing: clipOfDuration(resolutionTier("1080")),
    shape: wan26ImageToVideoUs,
  },
];
