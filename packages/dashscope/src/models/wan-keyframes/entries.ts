import type { Entry } from "../../facts/entry.ts";
import {
  ASIA,
  BEIJING,
  limits,
  PATHS,
  SINGAPORE,
  VIDEO_DURATION,
  VIDEO_PACE,
} from "../../facts/shared-facts.ts";
import { clip } from "../../facts/billing.ts";
import { perSecond } from "../../facts/price.ts";
import { wan21KeyframesToVideo, wan22KeyframesToVideo } from "./request.ts";

const COMMON = {
  elsewhere: "unknown",
  path: PATHS.imageToVideo,
  limits: limits(2, 2),
  polling: VIDEO_PACE,
  result: "video_url",
  billing: clip(5, "720"),
  confidence: "docs",
} as const;

/** DashScope's documentation: "Wan first and last frame to video", "rate limit". */
export const WAN_KEYFRAMES: readonly Entry[] = [
  {
    ...COMMON,
    names: { "wanx2.1-kf2v-plus": BEIJING, "wan2.1-kf2v-plus": SINGAPORE },
    limitsIn: { "ap-southeast-1": limits(1, 2) },
    usage: VIDEO_DURATION,
    price: null,
    shape: wan21KeyframesToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.2-kf2v-flash": ASIA },
    usage: { units: "video_duration", tier: "SR" },
    price: perSecond({ "480": "0.10", "720": "0.20", "1080": "0.48" }),
    shape: wan22KeyframesToVideo,
  },
];
