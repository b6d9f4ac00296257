import { unbounded } from "../../facts/billing.ts";
import type { Entry } from "../../facts/entry.ts";
import { BEIJING, limits, PATHS, VENDOR_PACE } from "../../facts/shared-facts.ts";
import { LIP_SYNC_MEDIA } from "./media.ts";
import { lipSync, motionControl } from "./request.ts";

/** Their prices are shown in the provider's console only. The limits are inferred. */
const EDIT = {
  elsewhere: "absent",
  path: PATHS.video,
  limits: limits(5, 5),
  polling: VENDOR_PACE,
  result: "video_url",
  usageKey: "duration",
  billing: unbounded(),
  price: null,
} as const;

export const PIXVERSE_EDITS: readonly Entry[] = [
  {
    ...EDIT,
    names: { "pixverse/pixverse-lipsync": BEIJING },
    confidence: "docs",
    media: LIP_SYNC_MEDIA,
    shape: lipSync,
  },
  {
    ...EDIT,
    names: { "pixverse/pixverse-motioncontrol": BEIJING },
    confidence: "third-party",
    shape: motionControl,
  },
];
