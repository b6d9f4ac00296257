import type { Parts } from "../../checks/rules.ts";
import type { Entry } from "../../facts/entry.ts";
import type { HostedFamily } from "../../facts/hosted-model.ts";
import { hostedImageModel, hostedModel } from "../../facts/hosted-model.ts";
import { limits } from "../../facts/shared-facts.ts";
import type { Billing } from "../../facts/billing.ts";
import { clipOfDuration, images } from "../../facts/billing.ts";
import { inBeijing, perImage, perSecond, QUOTED } from "../../facts/price.ts";
import type { TierOf } from "../../facts/tier.ts";
import { resolutionTier, soundTier } from "../../facts/tier.ts";
import { countOf, mediaOf } from "../../fields/media-list.ts";
import { klingImage, klingOmniImage } from "./image-request.ts";
import { KLING_IMAGE_MEDIA } from "./media.ts";
import { kling, klingOmni } from "./request.ts";
import { hasVideo } from "./rules.ts";

/** DashScope's documentation: "rate limit". */
const FAMILY: HostedFamily = {
  vendor: "kling",
  limitGroup: "kling",
  limits: limits(5, 10),
  confidence: "docs",
};

/** The mode selects the resolution; the default is not documented. */
const RESOLUTIONS: ReadonlyMap<unknown, string> = new Map([
  ["std", "720"],
  ["pro", "1080"],
  ["4k", "2160"],
]);
const resolution: TierOf = (parts, usage) =>
  resolutionTier(RESOLUTIONS.get(parts.parameters["mode"]) ?? "1080")(parts, usage);

const withSound = soundTier(resolution);
const withVideo: TierOf = (parts, usage) =>
  hasVideo(parts) ? `${resolution(parts, usage)} video` : withSound(parts, usage);

/** The result of editing a base video is as long as that video. */
const OMNI_BILLING: Billing = {
  mostUnits: (parts: Parts) =>
    countOf(mediaOf(parts), "base") > 0 ? null : clipOfDuration().mostUnits(parts),
  tier: withVideo,
};

const PRICES = { "720": "0.6", "1080": "0.8", "720 audio": "0.9", "1080 audio": "1.2" };

export const KLING: readonly Entry[] = [
  hostedModel(FAMILY, "kling-v3-video-generation", kling, {
    price: perSecond(inBeijing(PRICES)),
    billing: clipOfDuration(withSound),
  }),
  hostedModel(FAMILY, "kling-v3-omni-video-generation", klingOmni, {
    price: perSecond(inBeijing({ ...PRICES, "720 video": "0.9", "1080 video": "1.2" })),
    billing: OMNI_BILLING,
  }),
  hostedImageModel(FAMILY, "kling-v3-image-generation", klingImage, {
    price: perImage(inBeijing("0.20"), QUOTED),
    billing: images(1),
    media: KLING_IMAGE_MEDIA,
  }),
  hostedImageModel(FAMILY, "kling-v3-omni-image-generation", klingOmniImage, {
    billing: images(1),
    media: KLING_IMAGE_MEDIA,
  }),
];
