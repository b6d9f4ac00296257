import { clip } from "../../facts/billing.ts";
import type { Entry } from "../../facts/entry.ts";
import { inBeijing, perSecond } from "../../facts/price.ts";
import { BEIJING, limits, PATHS, VIDEO_PACE } from "../../facts/shared-facts.ts";
import type { TierOf } from "../../facts/tier.ts";
import { resolutionTier } from "../../facts/tier.ts";
import { VIDEO_STYLE_MEDIA } from "./media.ts";
import { videoStyle } from "./request.ts";

/** A longer video is refused. */
const MOST_SECONDS = 30;

/** The lines of the result, those of the shorter side. */
const lines: TierOf = (parts, usage) =>
  resolutionTier(parts.parameters["min_len"] === 540 ? "540" : "720")(parts, usage);

/** DashScope's documentation: "video style transform", "rate limit". */
export const VIDEO_STYLE: readonly Entry[] = [
  {
    names: { "video-style-transform": BEIJING },
    elsewhere: "absent",
    path: PATHS.video,
    limits: limits(20, 2),
    polling: VIDEO_PACE,
    result: "output_video_url",
    usageKey: "duration",
    billing: clip(MOST_SECONDS, lines),
    price: perSecond(inBeijing({ 540: "0.2", 720: "0.5" })),
    confidence: "docs",
    media: VIDEO_STYLE_MEDIA,
    shape: videoStyle,
  },
];
