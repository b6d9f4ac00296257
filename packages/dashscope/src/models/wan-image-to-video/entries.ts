import type { Entry } from "../../facts/entry.ts";
import {
  ASIA,
  BEIJING,
  DURATION_AND_SR,
  limits,
  LISTED,
  PATHS,
  SINGAPORE,
  VIDEO_DURATION,
  VIDEO_PACE,
  VIRGINIA,
} from "../../facts/shared-facts.ts";
import { clip, clipOfDuration } from "../../facts/billing.ts";
import { perSecond } from "../../facts/price.ts";
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
  usage: DURATION_AND_SR,
} as const;

/** DashScope's documentation: "Wan image to video", "rate limit". */
export const WAN_IMAGE_TO_VIDEO: readonly Entry[] = [
  {
    ...OLD,
    names: { "wanx2.1-i2v-turbo": BEIJING, "wan2.1-i2v-turbo": SINGAPORE },
    usage: VIDEO_DURATION,
    price: null,
    billing: clipOfDuration("720"),
    shape: wan21TurboImageToVideo,
  },
  {
    ...OLD,
    names: { "wanx2.1-i2v-plus": BEIJING, "wan2.1-i2v-plus": SINGAPORE },
    usage: VIDEO_DURATION,
    price: null,
    billing: clip(5, "720"),
    shape: wan21PlusImageToVideo,
  },
  {
    ...OLD,
    names: { "wan2.2-i2v-flash": ASIA },
    usage: DURATION_AND_SR,
    price: perSecond({ "480": "0.10", "720": "0.20", "1080": "0.48" }),
    billing: clip(5, "720"),
    shape: wan22FlashImageToVideo,
  },
  {
    ...OLD,
    names: { "wan2.2-i2v-plus": ASIA },
    usage: DURATION_AND_SR,
    price: perSecond({ "480": "0.14", "1080": "0.70" }),
    billing: clip(5, "1080"),
    shape: wan22PlusImageToVideo,
  },
  {
    ...NEW,
    names: { "wan2.5-i2v-preview": ASIA },
    price: perSecond({ "480": "0.3", "720": "0.6", "1080": "1.0" }),
    billing: clipOfDuration("1080"),
    shape: wan25ImageToVideo,
  },
  {
    ...NEW,
    names: { "wan2.6-i2v": LISTED },
    elsewhere: "absent",
    price: perSecond({ "720": "0.6", "1080": "1.0" }),
    billing: clipOfDuration("1080"),
    shape: wan26ImageToVideo,
  },
  {
    ...NEW,
    // Its price depends on the audio and is not known.
    names: { "wan2.6-i2v-flash": [...ASIA, "eu-central-1"] },
    elsewhere: "absent",
    price: null,
    billing: clipOfDuration("1080"),
    shape: wan26FlashImageToVideo,
  },
  {
    ...NEW,
    names: { "wan2.6-i2v-us": VIRGINIA },
    elsewhere: "absent",
    price: null,
    billing: clipOfDuration("1080"),
    shape: wan26ImageToVideoUs,
  },
];
