import type { Entry } from "../../facts/entry.ts";
import { ASIA, BEIJING, limits, PATHS, VIDEO_PACE } from "../../facts/shared-facts.ts";
import { clip } from "../../facts/billing.ts";
import { WAN_21_PLUS_PRICE } from "../wan-prices.ts";
import { VACE_MEDIA } from "./media.ts";
import { vace } from "./request.ts";

/**
 * VACE is `wanx2.1-vace-plus` in Beijing and `wan2.1-vace-plus` elsewhere. Beijing's documentation
 * uses both names, so both are accepted there.
 */
export const VACE: readonly Entry[] = [
  {
    names: { "wan2.1-vace-plus": ASIA, "wanx2.1-vace-plus": BEIJING },
    elsewhere: "absent",
    path: PATHS.video,
    limits: limits(2, 2),
    polling: VIDEO_PACE,
    result: "video_url",
    usageKey: "video_duration",
    price: WAN_21_PLUS_PRICE,
    billing: clip(5),
    media: VACE_MEDIA,
    confidence: "docs",
    shape: vace,
  },
];
