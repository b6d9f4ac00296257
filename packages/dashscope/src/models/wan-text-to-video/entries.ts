import type { Entry } from "../../facts/entry.ts";
import type { UsageShape } from "../../facts/model.ts";
import {
  ASIA,
  BEIJING,
  DURATION_AND_SR,
  limits,
  LISTED,
  PATHS,
  SINGAPORE,
  VIDEO_PACE,
  VIRGINIA,
} from "../../facts/shared-facts.ts";
import { clip, clipOfDuration } from "../../facts/billing.ts";
import { perSecond } from "../../facts/price.ts";
import { WAN_TEXT_TO_VIDEO_MEDIA } from "./media.ts";
import {
  wan21TextToVideo,
  wan22TextToVideo,
  wan25TextToVideo,
  wan26TextToVideo,
  wan26TextToVideoUs,
} from "./request.ts";

/** Up to 2.5, `video_ratio` is a size. */
const DURATION_AND_SIZE: UsageShape = { units: "video_duration", tier: "video_ratio" };

const COMMON = {
  elsewhere: "unknown",
  path: PATHS.video,
  polling: VIDEO_PACE,
  result: "video_url",
  media: WAN_TEXT_TO_VIDEO_MEDIA,
  confidence: "docs",
} as const;

function wan21(names: Entry["names"]): Entry {
  return {
    ...COMMON,
    names,
    limits: limits(2, 2),
    usage: DURATION_AND_SIZE,
    price: null,
    billing: clip(5, "720"),
    shape: wan21TextToVideo,
  };
}

/** DashScope's documentation: "Wan text to video", "rate limit". */
export const WAN_TEXT_TO_VIDEO: readonly Entry[] = [
  wan21({ "wanx2.1-t2v-turbo": BEIJING, "wan2.1-t2v-turbo": SINGAPORE }),
  wan21({ "wanx2.1-t2v-plus": BEIJING, "wan2.1-t2v-plus": SINGAPORE }),
  {
    ...COMMON,
    names: { "wan2.2-t2v-plus": ASIA },
    limits: limits(2, 2),
    usage: DURATION_AND_SIZE,
    price: perSecond({ "480": "0.14", "1080": "0.70" }),
    billing: clip(5, "1080"),
    shape: wan22TextToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.5-t2v-preview": ASIA },
    limits: limits(5, 5),
    usage: DURATION_AND_SIZE,
    price: perSecond({ "480": "0.3", "720": "0.6", "1080": "1.0" }),
    billing: clipOfDuration("1080"),
    shape: wan25TextToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.6-t2v": LISTED },
    elsewhere: "absent",
    limits: limits(5, 5),
    usage: DURATION_AND_SR,
    price: perSecond({ "720": "0.6", "1080": "1.0" }),
    billing: clipOfDuration("1080"),
    shape: wan26TextToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.6-t2v-us": VIRGINIA },
    elsewhere: "absent",
    limits: limits(5, 5),
    usage: DURATION_AND_SR,
    price: null,
    billing: clipOfDuration("1080"),
    shape: wan26TextToVideoUs,
  },
];
