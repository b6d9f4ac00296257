import type { Entry } from "../../facts/entry.ts";
import { ASIA, limits, PATHS, VIDEO_PACE } from "../../facts/shared-facts.ts";
import { clipAfter, clipOfDuration, unbounded } from "../../facts/billing.ts";
import { resolutionTier } from "../../facts/tier.ts";
import { countOf, mediaOf } from "../../fields/media-list.ts";
import { WAN_27_PRICE } from "../wan-prices.ts";
import { WAN27_MEDIA } from "./media.ts";
import {
  wan27ImageToVideo,
  wan27ReferenceToVideo,
  wan27TextToVideo,
  wan27VideoEdit,
} from "./request.ts";

const TIER = resolutionTier("1080");

const COMMON = {
  elsewhere: "absent",
  path: PATHS.video,
  limits: limits(5, 5),
  polling: VIDEO_PACE,
  result: "video_url",
  usageKey: "duration",
  price: WAN_27_PRICE,
  media: WAN27_MEDIA,
} as const;

/**
 * Dated names are snapshots of the same model. Ids and limits: DashScope's documentation, "rate
 * limit".
 */
export const WAN27_VIDEO: readonly Entry[] = [
  {
    ...COMMON,
    names: { "wan2.7-t2v": ASIA, "wan2.7-t2v-2026-04-25": ASIA, "wan2.7-t2v-2026-06-12": ASIA },
    billing: clipOfDuration(TIER),
    confidence: "third-party",
    shape: wan27TextToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.7-i2v": ASIA, "wan2.7-i2v-2026-04-25": ASIA },
    billing: clipOfDuration(TIER),
    confidence: "third-party",
    shape: wan27ImageToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.7-r2v": ASIA, "wan2.7-r2v-2026-06-12": ASIA },
    // Of all reference videos together, at most 5 s are billed.
    billing: clipAfter((parts) => (countOf(mediaOf(parts), "reference_video") > 0 ? 5 : 0), TIER),
    confidence: "third-party",
    shape: wan27ReferenceToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.7-videoedit": ASIA },
    // The seconds of the input are billed too, and no limit of them is documented.
    billing: unbounded(TIER),
    confidence: "docs",
    shape: wan27VideoEdit,
  },
];
