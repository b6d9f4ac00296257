import type { Entry } from "../../facts/entry.ts";
import {
  ASIA,
  DURATION_AND_SR,
  limits,
  LISTED,
  PATHS,
  VIDEO_PACE,
} from "../../facts/shared-facts.ts";
import { clipAfter } from "../../facts/billing.ts";
import { perSecond } from "../../facts/price.ts";
import type { Parts } from "../../checks/rules.ts";
import { WAN_REFERENCE_MEDIA } from "./media.ts";
import { wan26FlashReferenceToVideo, wan26ReferenceToVideo } from "./request.ts";

const MOST_VIDEOS = 3;
const MOST_SECONDS_PER_VIDEO = 30;

/** The seconds of input videos are billed too. Any of the URLs can be a video. */
function mostInputSeconds({ input }: Parts): number {
  const count = (urls: unknown) => (Array.isArray(urls) ? urls.length : 0);
  const videos = count(input["reference_urls"]) + count(input["reference_video_urls"]);
  return Math.min(videos, MOST_VIDEOS) * MOST_SECONDS_PER_VIDEO;
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
    // Its price depends on the audio and is not known.
    names: { "wan2.6-r2v-flash": [...ASIA, "eu-central-1"] },
    price: null,
    shape: wan26FlashReferenceToVideo,
  },
];
