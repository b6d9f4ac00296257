import type { Entry } from "../../facts/entry.ts";
import type { HostedFamily } from "../../facts/hosted-model.ts";
import { hostedModel } from "../../facts/hosted-model.ts";
import { limits } from "../../facts/shared-facts.ts";
import {
  PIXVERSE_5_SECONDS,
  PIXVERSE_6_SECONDS,
  pixverseImageToVideo,
  pixverseKeyframesToVideo,
  pixverseReferenceToVideo,
  pixverseTextToVideo,
} from "./request.ts";

/** The models of one version share their limits. DashScope's documentation: "rate limit". */
const familyOf = (version: string): HostedFamily => ({
  vendor: "pixverse",
  limitGroup: `pixverse-${version}`,
  limits: limits(5, 5),
  confidence: "third-party",
});
const V5 = familyOf("v5.6");
const V6 = familyOf("v6");
const C1 = familyOf("c1");

export const PIXVERSE: readonly Entry[] = [
  hostedModel(V5, "pixverse-v5.6-t2v", pixverseTextToVideo(PIXVERSE_5_SECONDS)),
  hostedModel(V5, "pixverse-v5.6-it2v", pixverseImageToVideo(PIXVERSE_5_SECONDS)),
  hostedModel(V5, "pixverse-v5.6-kf2v", pixverseKeyframesToVideo(PIXVERSE_5_SECONDS)),
  hostedModel(V5, "pixverse-v5.6-r2v", pixverseReferenceToVideo(PIXVERSE_5_SECONDS)),
  hostedModel(V6, "pixverse-v6-kf2v", pixverseKeyframesToVideo(PIXVERSE_6_SECONDS)),
  hostedModel(C1, "pixverse-c1-kf2v", pixverseKeyframesToVideo(PIXVERSE_6_SECONDS)),
  hostedModel(C1, "pixverse-c1-r2v", pixverseReferenceToVideo(PIXVERSE_6_SECONDS)),
];
