import { kling, klingOmni } from "../families/kling.ts";
import {
  PIXVERSE_5_SECONDS,
  PIXVERSE_6_SECONDS,
  pixverseImageToVideo,
  pixverseKeyframesToVideo,
  pixverseReferenceToVideo,
  pixverseTextToVideo,
} from "../families/pixverse.ts";
import {
  viduImageToVideo,
  viduKeyframesToVideo,
  viduReferenceToVideo,
  viduTextToVideo,
} from "../families/vidu.ts";
import type { RequestShape } from "../request-shape.ts";
import { clipOfDuration } from "./billing.ts";
import { BEIJING, DURATION_AND_SR, limits, PATHS, VENDOR_PACE } from "./entry.ts";
import type { Confidence, Entry, Limits } from "./model.ts";

interface Family {
  readonly group: string;
  readonly limits: Limits;
  readonly confidence: Confidence;
}

/** Their prices are in the provider's console only. */
function vendor({ group, limits, confidence }: Family, id: string, shape: RequestShape): Entry {
  return {
    names: { [`${group.split(" ")[0]}/${id}`]: BEIJING },
    path: PATHS.video,
    limits,
    limitGroup: group,
    polling: VENDOR_PACE,
    result: "video_url",
    usage: DURATION_AND_SR,
    price: null,
    billing: clipOfDuration(),
    confidence,
    shape,
  };
}

/** A family's models share their limits, for each key. DashScope's documentation: "rate limit". */
const KLING: Family = { group: "kling", limits: limits(5, 10), confidence: "docs" };
const VIDU: Family = { group: "vidu", limits: limits(5, 5), confidence: "third-party" };
const PIXVERSE = (version: string): Family => ({
  group: `pixverse ${version}`,
  limits: limits(5, 5),
  confidence: "third-party",
});

export const VENDORS: readonly Entry[] = [
  vendor(KLING, "kling-v3-video-generation", kling),
  vendor(KLING, "kling-v3-omni-video-generation", klingOmni),
  vendor({ ...VIDU, confidence: "docs" }, "viduq3-pro_text2video", viduTextToVideo(16)),
  vendor({ ...VIDU, confidence: "docs" }, "viduq3-turbo_text2video", viduTextToVideo(16)),
  vendor({ ...VIDU, confidence: "docs" }, "viduq2_text2video", viduTextToVideo(10)),
  ...["viduq3-pro", "viduq3-turbo"].flatMap((kind) => [
    vendor(VIDU, `${kind}_img2video`, viduImageToVideo(16)),
    vendor(VIDU, `${kind}_start-end2video`, viduKeyframesToVideo(16)),
  ]),
  ...["viduq2-pro", "viduq2-turbo"].flatMap((kind) => [
    vendor(VIDU, `${kind}_img2video`, viduImageToVideo(10)),
    vendor(VIDU, `${kind}_start-end2video`, viduKeyframesToVideo(10)),
  ]),
  vendor(VIDU, "viduq2_reference2video", viduReferenceToVideo(10)),
  vendor(VIDU, "viduq2-pro_reference2video", viduReferenceToVideo(10)),
  vendor(PIXVERSE("v5.6"), "pixverse-v5.6-t2v", pixverseTextToVideo(PIXVERSE_5_SECONDS)),
  vendor(PIXVERSE("v5.6"), "pixverse-v5.6-it2v", pixverseImageToVideo(PIXVERSE_5_SECONDS)),
  vendor(PIXVERSE("v5.6"), "pixverse-v5.6-kf2v", pixverseKeyframesToVideo(PIXVERSE_5_SECONDS)),
  vendor(PIXVERSE("v5.6"), "pixverse-v5.6-r2v", pixverseReferenceToVideo(PIXVERSE_5_SECONDS)),
  vendor(PIXVERSE("v6"), "pixverse-v6-kf2v", pixverseKeyframesToVideo(PIXVERSE_6_SECONDS)),
  vendor(PIXVERSE("c1"), "pixverse-c1-kf2v", pixverseKeyframesToVideo(PIXVERSE_6_SECONDS)),
  vendor(PIXVERSE("c1"), "pixverse-c1-r2v", pixverseReferenceToVideo(PIXVERSE_6_SECONDS)),
];
