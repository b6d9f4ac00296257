import type { Entry } from "../../facts/entry.ts";
import { ASIA, limits, PATHS, VIDEO_PACE } from "../../facts/shared-facts.ts";
import type { Billing } from "../../facts/billing.ts";
import { clipOfDuration } from "../../facts/billing.ts";
import { cny, inAsia, inBeijing, perSecond, QUOTED } from "../../facts/price.ts";
import { resolutionTier } from "../../facts/tier.ts";
import { countOf, mediaOf } from "../../fields/media-list.ts";
import { WAN3_MEDIA } from "./media.ts";
import { wan3Video } from "./request.ts";

const MOST_SECONDS = 30;

/** The seconds of input videos are billed too; input and output together are at most 30 s. */
const billing: Billing = {
  tier: resolutionTier("1080"),
  mostUnits: (parts) => {
    const { duration } = parts.parameters;
    const isOpen = duration === -1 || countOf(mediaOf(parts), "reference_video") > 0;
    return isOpen ? MOST_SECONDS : clipOfDuration().mostUnits(parts);
  },
};

/**
 * It is not in the table of limits yet. Other regions are unknown. Beijing's limits are those of
 * Wan 2.7; a list of Singapore shows 50 create requests per minute.
 */
const COMMON = {
  elsewhere: "unknown",
  path: PATHS.video,
  limits: limits(5, 5),
  limitsIn: { "ap-southeast-1": limits(50 / 60, 5) },
  polling: VIDEO_PACE,
  result: "video_url",
  usageKey: "duration",
  billing,
  media: WAN3_MEDIA,
  confidence: "inferred",
  shape: wan3Video,
} as const;

/** DashScope's documentation: "Wan 3.0 video generation". */
export const WAN3_VIDEO: readonly Entry[] = [
  {
    ...COMMON,
    names: { "wan3.0-video": ASIA },
    price: perSecond(
      inAsia(
        { "480": "0.3", "720": "0.6", "1080": "1.2" },
        { "480": "0.05", "720": "0.10", "1080": "0.20" },
      ),
      QUOTED,
    ),
  },
  {
    ...COMMON,
    names: { "wan3.0-video-prime": ASIA },
    price: perSecond({
      ...inBeijing({ "480": "0.45", "720": "0.9", "1080": "1.8" }),
      "ap-southeast-1": cny({ "480": "0.496", "720": "1.02", "1080": "2.04" }),
    }),
  },
];
