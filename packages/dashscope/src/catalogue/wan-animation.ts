import { animate } from "../families/animate.ts";
import { wan21KeyframesToVideo, wan22KeyframesToVideo } from "../families/keyframes-to-video.ts";
import { speechToVideo } from "../families/speech-to-video.ts";
import { clip, unbounded } from "../cost/billing.ts";
import { ASIA, BEIJING, limits, PATHS, SINGAPORE, VIDEO_DURATION, VIDEO_PACE } from "./entry.ts";
import { ANIMATION_MEDIA, SPEECH_MEDIA } from "./media.ts";
import type { Entry, UsageShape } from "./model.ts";
import { perSecond } from "../cost/price.ts";

/** Its `video_ratio` is the mode. */
const DURATION_AND_MODE: UsageShape = { units: "video_duration", tier: "video_ratio" };

const COMMON = {
  elsewhere: "unknown",
  path: PATHS.imageToVideo,
  polling: VIDEO_PACE,
  confidence: "docs",
} as const;

function animation(name: string): Entry {
  return {
    ...COMMON,
    names: { [name]: ASIA },
    limits: limits(5, 1),
    result: "results.video_url",
    usage: DURATION_AND_MODE,
    price: null,
    billing: unbounded(),
    media: ANIMATION_MEDIA,
    shape: animate,
  };
}

/** The models of the second path: keyframes, animate, speech. DashScope's documentation: their API pages, "rate limit". */
export const WAN_ANIMATION: readonly Entry[] = [
  {
    ...COMMON,
    names: { "wanx2.1-kf2v-plus": BEIJING, "wan2.1-kf2v-plus": SINGAPORE },
    limits: limits(2, 2),
    limitsIn: { "ap-southeast-1": limits(1, 2) },
    result: "video_url",
    usage: VIDEO_DURATION,
    price: null,
    billing: clip(5, "720"),
    shape: wan21KeyframesToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.2-kf2v-flash": ASIA },
    limits: limits(2, 2),
    result: "video_url",
    usage: { units: "video_duration", tier: "SR" },
    price: perSecond({ "480": "0.10", "720": "0.20", "1080": "0.48" }),
    billing: clip(5, "720"),
    shape: wan22KeyframesToVideo,
  },
  animation("wan2.2-animate-move"),
  animation("wan2.2-animate-mix"),
  {
    ...COMMON,
    names: { "wan2.2-s2v": BEIJING },
    elsewhere: "absent",
    limits: limits(5, 1),
    result: "results.video_url",
    usage: VIDEO_DURATION,
    price: perSecond(
      { "480": "0.5", "720": "0.9" },
      { asOf: "2026-03", source: "Wan digital human page", confidence: "docs" },
    ),
    // As long as its sound, which may be 20 s.
    billing: clip(20, "480"),
    media: SPEECH_MEDIA,
    shape: speechToVideo,
  },
];
