import type { Entry } from "../../facts/entry.ts";
import { ASIA, limits, LISTED, PATHS, VIDEO_PACE } from "../../facts/shared-facts.ts";
import { clip, clipOfDuration } from "../../facts/billing.ts";
import { inAsia, perSecond, QUOTED } from "../../facts/price.ts";
import { resolutionTier } from "../../facts/tier.ts";
import { HAPPYHORSE_MEDIA } from "./media.ts";
import { happyHorse10, happyHorse10VideoEdit, happyHorse11 } from "./request.ts";

const COMMON = {
  elsewhere: "absent",
  path: PATHS.video,
  limits: limits(10, 5),
  polling: VIDEO_PACE,
  result: "video_url",
  usageKey: "duration",
  billing: clipOfDuration(resolutionTier("1080")),
  media: HAPPYHORSE_MEDIA,
  confidence: "third-party",
} as const;

const V10 = {
  ...COMMON,
  price: perSecond(
    inAsia({ "720": "0.9", "1080": "1.6" }, { "720": "0.14", "1080": "0.24" }),
    QUOTED,
  ),
};
const V11 = {
  ...COMMON,
  price: perSecond(
    inAsia({ "480": "0.45", "720": "0.9", "1080": "1.2" }, { "720": "0.14", "1080": "0.18" }),
    QUOTED,
  ),
};

/** Ids and limits: DashScope's documentation, "rate limit". */
export const HAPPYHORSE: readonly Entry[] = [
  { ...V11, names: { "happyhorse-1.1-t2v": ASIA }, shape: happyHorse11.textToVideo },
  { ...V11, names: { "happyhorse-1.1-i2v": ASIA }, shape: happyHorse11.imageToVideo },
  { ...V11, names: { "happyhorse-1.1-r2v": ASIA }, shape: happyHorse11.referenceToVideo },
  { ...V10, names: { "happyhorse-1.0-t2v": LISTED }, shape: happyHorse10.textToVideo },
  { ...V10, names: { "happyhorse-1.0-i2v": LISTED }, shape: happyHorse10.imageToVideo },
  { ...V10, names: { "happyhorse-1.0-r2v": LISTED }, shape: happyHorse10.referenceToVideo },
  {
    ...V10,
    names: { "happyhorse-1.0-video-edit": LISTED },
    // Input and output are billed, and the provider cuts the input after 15 s.
    billing: clip(30, resolutionTier("1080")),
    shape: happyHorse10VideoEdit,
  },
];
