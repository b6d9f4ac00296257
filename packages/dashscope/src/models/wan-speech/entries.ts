import type { Entry } from "../../facts/entry.ts";
import { BEIJING, limits, PATHS, VIDEO_PACE } from "../../facts/shared-facts.ts";
import { clip } from "../../facts/billing.ts";
import { inBeijing, perSecond } from "../../facts/price.ts";
import { resolutionTier } from "../../facts/tier.ts";
import { MOST_SECONDS, WAN_SPEECH_MEDIA } from "./media.ts";
import { speechToVideo } from "./request.ts";

/** DashScope's documentation: "Wan digital human", "rate limit". */
export const WAN_SPEECH: readonly Entry[] = [
  {
    names: { "wan2.2-s2v": BEIJING },
    elsewhere: "absent",
    path: PATHS.imageToVideo,
    limits: limits(5, 1),
    polling: VIDEO_PACE,
    result: "results.video_url",
    usageKey: "video_duration",
    price: perSecond(inBeijing({ "480": "0.5", "720": "0.9" }), {
      asOf: "2026-03",
      source: "Wan digital human page",
    }),
    billing: clip(MOST_SECONDS, resolutionTier("480")),
    media: WAN_SPEECH_MEDIA,
    confidence: "docs",
    shape: speechToVideo,
  },
];
