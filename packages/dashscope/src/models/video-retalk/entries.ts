import { clip } from "../../facts/billing.ts";
import type { Entry } from "../../facts/entry.ts";
import { inBeijing, perSecond } from "../../facts/price.ts";
import { BEIJING, limits, PATHS, VIDEO_PACE } from "../../facts/shared-facts.ts";
import { VIDEO_RETALK_MEDIA } from "./media.ts";
import { videoRetalk } from "./request.ts";

/** The result is as long as the audio, which may be longer than the video. */
const MOST_SECONDS = 120;

/** DashScope's documentation: "VideoRetalk", "rate limit". */
export const VIDEO_RETALK: readonly Entry[] = [
  {
    names: { videoretalk: BEIJING },
    elsewhere: "absent",
    path: PATHS.imageToVideo,
    limits: limits(1, 1),
    polling: VIDEO_PACE,
    result: "video_url",
    usageKey: "video_duration",
    billing: clip(MOST_SECONDS),
    price: perSecond(inBeijing("0.08")),
    confidence: "docs",
    media: VIDEO_RETALK_MEDIA,
    shape: videoRetalk,
  },
];
