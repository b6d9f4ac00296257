import { z } from "zod";

import type { RequestShape } from "../../checks/request-shape.ts";
import type { Entry } from "../../facts/entry.ts";
import type { HostedFamily } from "../../facts/hosted-model.ts";
import { hostedModel } from "../../facts/hosted-model.ts";
import { limits } from "../../facts/shared-facts.ts";
import { clipOfDuration, unbounded } from "../../facts/billing.ts";
import type { Price } from "../../facts/price.ts";
import { inBeijing, perSecond, QUOTED } from "../../facts/price.ts";
import { resolutionTier, soundTier } from "../../facts/tier.ts";
import {
  PIXVERSE_5_SECONDS,
  PIXVERSE_6_SECONDS,
  pixverseImageToVideo,
  pixverseKeyframesToVideo,
  pixverseOmni,
  pixverseReferenceToVideo,
  pixverseTextToVideo,
  pixverseTierOfSize,
} from "./request.ts";

/** The default resolution is not documented. */
const BILLING = clipOfDuration(soundTier(resolutionTier("1080", pixverseTierOfSize)));

const V5_PRICE = perSecond(
  inBeijing({
    "360": "0.21",
    "540": "0.21",
    "720": "0.27",
    "1080": "0.44",
    "360 audio": "0.47",
    "540 audio": "0.47",
    "720 audio": "0.53",
    "1080 audio": "0.70",
  }),
);
const V6_PRICE = perSecond(
  inBeijing({
    "360": "0.15",
    "540": "0.21",
    "720": "0.27",
    "1080": "0.53",
    "360 audio": "0.21",
    "540 audio": "0.27",
    "720 audio": "0.36",
    "1080 audio": "0.68",
  }),
);
/** Only the price of silent videos is known. */
const C1_PRICE = perSecond(
  inBeijing({ "360": "0.18", "540": "0.24", "720": "0.30", "1080": "0.56" }),
  QUOTED,
);

/** The models of one version share their limits. DashScope's documentation: "rate limit". */
const modelsOf = (version: string) => {
  const family: HostedFamily = {
    vendor: "pixverse",
    limitGroup: `pixverse-${version}`,
    limits: limits(5, 5),
    confidence: "third-party",
  };
  return (kind: string, shape: RequestShape, price: Price | null): Entry =>
    hostedModel(family, `pixverse-${version}-${kind}`, shape, { price, billing: BILLING });
};
const v5 = modelsOf("v5.6");
const v6 = modelsOf("v6");
const c1 = modelsOf("c1");

export const PIXVERSE: readonly Entry[] = [
  v5("t2v", pixverseTextToVideo(PIXVERSE_5_SECONDS), V5_PRICE),
  v5("it2v", pixverseImageToVideo(PIXVERSE_5_SECONDS), V5_PRICE),
  v5("kf2v", pixverseKeyframesToVideo(PIXVERSE_5_SECONDS), V5_PRICE),
  v5("r2v", pixverseReferenceToVideo(PIXVERSE_5_SECONDS, 2_048), V5_PRICE),
  v6(
    "t2v",
    pixverseTextToVideo(PIXVERSE_6_SECONDS, { shot_type: z.string().optional() }),
    V6_PRICE,
  ),
  v6("it2v", pixverseImageToVideo(PIXVERSE_6_SECONDS), V6_PRICE),
  v6("kf2v", pixverseKeyframesToVideo(PIXVERSE_6_SECONDS), V6_PRICE),
  v6("r2v", pixverseReferenceToVideo(PIXVERSE_6_SECONDS, 2_048), V6_PRICE),
  // With a video, the result is as long as the model decides.
  { ...v6("r2v-omni", pixverseOmni, null), billing: unbounded() },
  c1("t2v", pixverseTextToVideo(PIXVERSE_6_SECONDS), C1_PRICE),
  c1("it2v", pixverseImageToVideo(PIXVERSE_6_SECONDS), null),
  c1("kf2v", pixverseKeyframesToVideo(PIXVERSE_6_SECONDS), null),
  c1("r2v", pixverseReferenceToVideo(PIXVERSE_6_SECONDS, 5_000), null),
];
