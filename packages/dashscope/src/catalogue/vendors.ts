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
import type { RequestShape } from "../request/request-shape.ts";
import { clipOfDuration } from "../cost/billing.ts";
import { BEIJING, DURATION_AND_SR, limits, PATHS, VENDOR_PACE } from "./entry.ts";
import type { Confidence, Entry, Limits } from "./model.ts";

interface Family {
  readonly vendor: string;
  /** Of the limits; the vendor's, or one of its versions'. */
  readonly group: string;
  readonly limits: Limits;
  readonly confidence: Confidence;
}

/** Their prices are in the provider's console only. */
function hosted(
  { vendor, group, limits, confidence }: Family,
  id: string,
  shape: RequestShape,
): Entry {
  return {
    names: { [`${vendor}/${id}`]: BEIJING },
    elsewhere: "absent",
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
const KLING: Family = {
  vendor: "kling",
  group: "kling",
  limits: limits(5, 10),
  confidence: "docs",
};
const VIDU: Family = {
  vendor: "vidu",
  group: "vidu",
  limits: limits(5, 5),
  confidence: "third-party",
};
const pixverse = (version: string): Family => ({
  vendor: "pixverse",
  group: `pixverse-${version}`,
  limits: limits(5, 5),
  confidence: "third-party",
});

export const VENDORS: readonly Entry[] = [
  hosted(KLING, "kling-v3-video-generation", kling),
  hosted(KLING, "kling-v3-omni-video-generation", klingOmni),
  hosted({ ...VIDU, confidence: "docs" }, "viduq3-pro_text2video", viduTextToVideo(16)),
  hosted({ ...VIDU, confidence: "docs" }, "viduq3-turbo_text2video", viduTextToVideo(16)),
  hosted({ ...VIDU, confidence: "docs" }, "viduq2_text2video", viduTextToVideo(10)),
  ...["viduq3-pro", "viduq3-turbo"].flatMap((kind) => [
    hosted(VIDU, `${kind}_img2video`, viduImageToVideo(16)),
    hosted(VIDU, `${kind}_start-end2video`, viduKeyframesToVideo(16)),
  ]),
  ...["viduq2-pro", "viduq2-turbo"].flatMap((kind) => [
    hosted(VIDU, `${kind}_img2video`, viduImageToVideo(10)),
    hosted(VIDU, `${kind}_start-end2video`, viduKeyframesToVideo(10)),
  ]),
  hosted(VIDU, "viduq2_reference2video", viduReferenceToVideo(10)),
  hosted(VIDU, "viduq2-pro_reference2video", viduReferenceToVideo(10)),
  hosted(pixverse("v5.6"), "pixverse-v5.6-t2v", pixverseTextToVideo(PIXVERSE_5_SECONDS)),
  hosted(pixverse("v5.6"), "pixverse-v5.6-it2v", pixverseImageToVideo(PIXVERSE_5_SECONDS)),
  hosted(pixverse("v5.6"), "pixverse-v5.6-kf2v", pixverseKeyframesToVideo(PIXVERSE_5_SECONDS)),
  hosted(pixverse("v5.6"), "pixverse-v5.6-r2v", pixverseReferenceToVideo(PIXVERSE_5_SECONDS)),
  hosted(pixverse("v6"), "pixverse-v6-kf2v", pixverseKeyframesToVideo(PIXVERSE_6_SECONDS)),
  hosted(pixverse("c1"), "pixverse-c1-kf2v", pixverseKeyframesToVideo(PIXVERSE_6_SECONDS)),
  hosted(pixverse("c1"), "pixverse-c1-r2v", pixverseReferenceToVideo(PIXVERSE_6_SECONDS)),
];
