import type { Entry } from "../../facts/entry.ts";
import { ASIA, DURATION_AND_SR, limits, PATHS, VIDEO_PACE } from "../../facts/shared-facts.ts";
import { clipOfDuration, unbounded } from "../../facts/billing.ts";
import { perSecond } from "../../facts/price.ts";
import {
  wan27ImageToVideo,
  wan27ReferenceToVideo,
  wan27TextToVideo,
  wan27VideoEdit,
} from "./request.ts";

const PRICES = { "720": "0.6", "1080": "1.0" };

const COMMON = {
  elsewhere: "absent",
  path: PATHS.video,
  limits: limits(5, 5),
  polling: VIDEO_PACE,
  result: "video_url",
  usage: DURATION_AND_SR,
} as const;

/**
 * Dated names are snapshots of the same model. Ids and limits: DashScope's documentation, "rate
 * limit".
 */
export const WAN27_VIDEO: readonly Entry[] = [
  {
    ...COMMON,
    names: { "wan2.7-t2v": ASIA, "wan2.7-t2v-2026-04-25": ASIA, "wan2.7-t2v-2026-06-12": ASIA },
    price: perSecond(PRICES),
    billing: clipOfDuration("1080"),
    confidence: "third-party",
    shape: wan27TextToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.7-i2v": ASIA, "wan2.7-i2v-2026-04-25": ASIA },
    price: perSecond(PRICES, { confidence: "inferred" }),
    billing: clipOfDuration("1080"),
    confidence: "third-party",
    shape: wan27ImageToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.7-r2v": ASIA, "wan2.7-r2v-2026-06-12": ASIA },
    price: perSecond(PRICES, { confidence: "inferred" }),
    // It is not known whether input videos are billed.
    billing: unbounded("1080"),
    confidence: "third-party",
    shape: wan27ReferenceToVideo,
  },
  {
    ...COMMON,
    names: { "wan2.7-videoedit": ASIA },
    price: perSecond(PRICES),
    billing: unbounded("1080"),
    confidence: "docs",
    shape: wan27VideoEdit,
  },
];
