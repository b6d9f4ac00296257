import type { Entry } from "../../facts/entry.ts";
import { ASIA, limits, LISTED, PATHS, VIDEO_PACE } from "../../facts/shared-facts.ts";
import { clipAfter } from "../../facts/billing.ts";
import { resolutionTier, soundTier } from "../../facts/tier.ts";
import { WAN_26_FLASH_PRICE, WAN_26_PRICE } from "../wan-prices.ts";
import type { Parts } from "../../checks/rules.ts";
import { WAN_REFERENCE_MEDIA } from "./media.ts";
import { wan26FlashReferenceToVideo, wan26ReferenceToVideo } from "./request.ts";

/** Of all input videos together, at most 5 s are billed. Any of the URLs can be a video. */
function mostInputSeconds({ input }: Parts): number {
  const isGiven = (urls: unknown) => Array.isArray(urls) && urls.length > 0;
  return isGiven(input["reference_urls"]) || isGiven(input["reference_video_urls"]) ? 5 : 0;
}

const COMMON = {
  elsewhere: "absent",
  path: PATHS.video,
  limits: limits(5, 5),
  polling: VIDEO_PACE,
  result: "video_url",
  usageKey: "duration",
  media: WAN_REFERENCE_MEDIA,
  confidence: "docs",
} as const;

/** DashScope's documentation: "Wan reference to video", "rate limit". */
export const WAN_REFERENCES: readonly Entry[] = [
  {
    ...COMMON,
    names: { "wan2.6-r2v": LISTED },
    price: WAN_26_PRICE,
    billing: clipAfter(mostInputSeconds, resolutionTier("1080")),
    shape: wan26ReferenceToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.6-r2v-flash": [...ASIA, "eu-central-1"] },
    price: WAN_26_FLASH_PRICE,
    billing: clipAfter(mostInputSeconds, soundTier(resolutionTier("1080"))),
    shape: wan26FlashReferenceToVideo,
  },
];
