import {
  wan26FlashReferenceToVideo,
  wan26ReferenceToVideo,
} from "../families/reference-to-video.ts";
import type { Parts } from "../request/rules.ts";
import { clipAfter } from "../cost/billing.ts";
import { ASIA, DURATION_AND_SR, limits, LISTED, PATHS, VIDEO_PACE } from "./entry.ts";
import { WAN_REFERENCE_MEDIA } from "./media.ts";
import type { Entry } from "./model.ts";
import { perSecond } from "../cost/price.ts";

const MOST_VIDEOS = 3;
const MOST_SECONDS_OF_A_VIDEO = 30;

/** The seconds of the videos that go in are billed too. A URL does not say what it is: any of them may be a video. */
function mostInputSeconds({ input }: Parts): number {
  const count = (urls: unknown) => (Array.isArray(urls) ? urls.length : 0);
  const videos = count(input["reference_urls"]) + count(input["reference_video_urls"]);
  return Math.min(videos, MOST_VIDEOS) * MOST_SECONDS_OF_A_VIDEO;
}

const COMMON = {
  elsewhere: "absent",
  path: PATHS.video,
  limits: limits(5, 5),
  polling: VIDEO_PACE,
  result: "video_url",
  usage: DURATION_AND_SR,
  billing: clipAfter(mostInputSeconds, "1080"),
  media: WAN_REFERENCE_MEDIA,
  confidence: "docs",
} as const;

/** DashScope's documentation: "Wan reference to video", "rate limit". */
export const WAN_REFERENCES: readonly Entry[] = [
  {
    ...COMMON,
    names: { "wan2.6-r2v": LISTED },
    price: perSecond({ "720": "0.6", "1080": "1.0" }),
    shape: wan26ReferenceToVideo,
  },
  {
    ...COMMON,
    // Its price depends on the sound, and is not known.
    names: { "wan2.6-r2v-flash": [...ASIA, "eu-central-1"] },
    price: null,
    shape: wan26FlashReferenceToVideo,
  },
];
