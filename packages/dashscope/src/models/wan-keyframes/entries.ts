import type { Entry } from "../../facts/entry.ts";
import { ASIA, BEIJING, limits, PATHS, SINGAPORE, VIDEO_PACE } from "../../facts/shared-facts.ts";
import { clip } from "../../facts/billing.ts";
import { inAsia, perSecond } from "../../facts/price.ts";
import { resolutionTier } from "../../facts/tier.ts";
import { WAN_21_PLUS_PRICE } from "../wan-prices.ts";
import { wan21KeyframesToVideo, wan22KeyframesToVideo } from "./request.ts";

const COMMON = {
  elsewhere: "unknown",
  path: PATHS.imageToVideo,
  limits: limits(2, 2),
  polling: VIDEO_PACE,
  result: "video_url",
  billing: clip(5, resolutionTier("720")),
  confidence: "docs",
} as const;

/** DashScope's documentation: "Wan first and last frame to video", "rate limit". */
export const WAN_KEYFRAMES: readonly Entry[] = [
  {
    ...COMMON,
    names: { "wanx2.1-kf2v-plus": BEIJING, "wan2.1-kf2v-plus": SINGAPORE },
    limitsIn: { "ap-southeast-1": limits(1, 2) },
    usageKey: "video_duration",
    price: WAN_21_PLUS_PRICE,
    shape: wan21KeyframesToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.2-kf2v-flash": ASIA },
    usageKey: "video_duration",
    price: perSecond(
      inAsia(
        { "480": "0.10", "720": "0.20", "1080": "0.48" },
        { "480": "0.015", "720": "0.036", "1080": "0.07" },
      ),
    ),
    shape: wan22KeyframesToVideo,
  },
];
