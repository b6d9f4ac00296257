import type { Entry } from "../../facts/entry.ts";
import type { UsageShape } from "../../facts/model.ts";
import { ASIA, limits, PATHS, VIDEO_PACE } from "../../facts/shared-facts.ts";
import { unbounded } from "../../facts/billing.ts";
import { WAN_ANIMATE_MEDIA } from "./media.ts";
import { animate } from "./request.ts";

/** Its `video_ratio` is the mode. */
const DURATION_AND_MODE: UsageShape = { units: "video_duration", tier: "video_ratio" };

function animation(name: string): Entry {
  return {
    names: { [name]: ASIA },
    elsewhere: "unknown",
    path: PATHS.imageToVideo,
    limits: limits(5, 1),
    polling: VIDEO_PACE,
    result: "results.video_url",
    usage: DURATION_AND_MODE,
    price: null,
    billing: unbounded(),
    media: WAN_ANIMATE_MEDIA,
    confidence: "docs",
    shape: animate,
  };
}

/** DashScope's documentation: "Wan image to action", "rate limit". */
export const WAN_ANIMATE: readonly Entry[] = [
  animation("wan2.2-animate-move"),
  animation("wan2.2-animate-mix"),
];
