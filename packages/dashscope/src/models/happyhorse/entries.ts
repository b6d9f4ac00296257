import type { Entry } from "../../facts/entry.ts";
import {
  ASIA,
  DURATION_AND_SR,
  limits,
  LISTED,
  PATHS,
  VIDEO_PACE,
} from "../../facts/shared-facts.ts";
import { clip, clipOfDuration } from "../../facts/billing.ts";
import { perSecond } from "../../facts/price.ts";
import { HAPPYHORSE_MEDIA } from "./media.ts";
import { happyHorse10, happyHorse10VideoEdit, happyHorse11 } from "./request.ts";

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

const V10 = { ...COMMON, price: perSecond({ "720": "0.9", "1080": "1.6" }) };
const V11 = { ...COMMON, price: perSecond({ "480": "0.45", "720": "0.9", "1080": "1.2" }) };

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
    // Up to 60 s of input and 15 s of output are billed.
    billing: clip(75, "1080"),
    shape: happyHorse10VideoEdit,
  },
];
