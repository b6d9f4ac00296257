import { happyHorse10, happyHorse10VideoEdit, happyHorse11 } from "../families/happyhorse.ts";
import { clip, clipOfDuration } from "../cost/billing.ts";
import { ASIA, DURATION_AND_SR, limits, LISTED, PATHS, VIDEO_PACE } from "./entry.ts";
import { HAPPYHORSE_MEDIA } from "./media.ts";
import type { Entry } from "./model.ts";
import { perSecond } from "../cost/price.ts";

const COMMON = {
  elsewhere: "absent",
  path: PATHS.video,
  limits: limits(10, 5),
  polling: VIDEO_PACE,
  result: "video_url",
  usage: DURATION_AND_SR,
  billing: clipOfDuration("1080"),
  media: HAPPYHORSE_MEDIA,
  confidence: "third-party",
} as const;

const OLD = { ...COMMON, price: perSecond({ "720": "0.9", "1080": "1.6" }) };
const NEW = { ...COMMON, price: perSecond({ "480": "0.45", "720": "0.9", "1080": "1.2" }) };

/** Ids and limits: DashScope's documentation, "rate limit". */
export const HAPPYHORSE: readonly Entry[] = [
  { ...NEW, names: { "happyhorse-1.1-t2v": ASIA }, shape: happyHorse11.textToVideo },
  { ...NEW, names: { "happyhorse-1.1-i2v": ASIA }, shape: happyHorse11.imageToVideo },
  { ...NEW, names: { "happyhorse-1.1-r2v": ASIA }, shape: happyHorse11.referenceToVideo },
  { ...OLD, names: { "happyhorse-1.0-t2v": LISTED }, shape: happyHorse10.textToVideo },
  { ...OLD, names: { "happyhorse-1.0-i2v": LISTED }, shape: happyHorse10.imageToVideo },
  { ...OLD, names: { "happyhorse-1.0-r2v": LISTED }, shape: happyHorse10.referenceToVideo },
  {
    ...OLD,
    names: { "happyhorse-1.0-video-edit": LISTED },
    // 60 s may go in, of which 15 s come out; both are billed.
    billing: clip(75, "1080"),
    shape: happyHorse10VideoEdit,
  },
];
