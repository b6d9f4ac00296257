import type { Entry } from "../../facts/entry.ts";
import type { HostedFamily } from "../../facts/hosted-model.ts";
import { hostedImageModel, hostedModel } from "../../facts/hosted-model.ts";
import { limits } from "../../facts/shared-facts.ts";
import type { Billing } from "../../facts/billing.ts";
import { clipOfDuration, clipUpTo, images } from "../../facts/billing.ts";
import type { Price } from "../../facts/price.ts";
import { inBeijing, perSecond, QUOTED } from "../../facts/price.ts";
import { resolutionTier } from "../../facts/tier.ts";
import { VIDU_IMAGE_MEDIA, VIDU_REFERENCE_MEDIA } from "./media.ts";
import {
  viduAd,
  viduDrama,
  viduImage,
  viduImageToVideo,
  viduKeyframesToVideo,
  viduMix,
  viduQ2ProReferenceToVideo,
  viduReferenceToVideo,
  viduTextToVideo,
  viduTierOfSize,
} from "./request.ts";

/** DashScope's documentation: "rate limit". */
const FAMILY: HostedFamily = {
  vendor: "vidu",
  limitGroup: "vidu",
  limits: limits(5, 5),
  confidence: "third-party",
};
const DOCUMENTED: HostedFamily = { ...FAMILY, confidence: "docs" };

/** The longest video of each generation, in seconds. */
const Q3 = 16;
const Q2 = 10;

/** The default resolution is not documented. */
const TIER = resolutionTier("1080", viduTierOfSize);
const BILLING = clipOfDuration(TIER);
/** The default duration is not documented: it counts as the longest. */
const LONGEST = clipUpTo(15, TIER);

/** A duration of 0 lets the model choose up to 10 s. */
const AUTOMATIC: Billing = {
  mostUnits: (parts) => (parts.parameters["duration"] === 0 ? Q2 : BILLING.mostUnits(parts)),
  tier: TIER,
};

/** A price per second at 540P, 720P and 1080P. */
function priced(p540: string, p720: string, p1080: string, about: Partial<Price> = {}) {
  const amounts = inBeijing({ "540": p540, "720": p720, "1080": p1080 });
  return { price: perSecond(amounts, about), billing: BILLING };
}
const Q3_PRO = priced("0.3125", "0.78125", "0.9375");
const Q3_TURBO = priced("0.25", "0.375", "0.4375");
const Q2_PRO = priced("0.15625", "0.34375", "0.71875");
const Q2_TURBO = priced("0.0875", "0.25", "0.46875");

function fromImages(kind: string, mostSeconds: number, facts: typeof Q3_PRO): readonly Entry[] {
  return [
    hostedModel(FAMILY, `${kind}_img2video`, viduImageToVideo(mostSeconds), facts),
    hostedModel(FAMILY, `${kind}_start-end2video`, viduKeyframesToVideo(mostSeconds), facts),
  ];
}

function fromReferences(
  kind: string,
  mostSeconds: number,
  facts: Pick<Entry, "price" | "billing">,
): Entry {
  return hostedModel(FAMILY, `${kind}_reference2video`, viduReferenceToVideo(mostSeconds), facts);
}

const VIDEO: readonly Entry[] = [
  hostedModel(DOCUMENTED, "viduq3-pro_text2video", viduTextToVideo(Q3), Q3_PRO),
  hostedModel(DOCUMENTED, "viduq3-turbo_text2video", viduTextToVideo(Q3), Q3_TURBO),
  hostedModel(
    DOCUMENTED,
    "viduq2_text2video",
    viduTextToVideo(Q2),
    priced("0.1125", "0.21875", "0.375"),
  ),
  ...fromImages("viduq3-pro", Q3, Q3_PRO),
  ...fromImages("viduq3-turbo", Q3, Q3_TURBO),
  ...fromImages("viduq2-pro", Q2, Q2_PRO),
  ...fromImages("viduq2-turbo", Q2, Q2_TURBO),
  hostedModel(FAMILY, "viduq3-pro-fast_img2video", viduImageToVideo(Q3)),
  fromReferences("viduq3", Q3, priced("0.3125", "0.625", "0.78125", QUOTED)),
  fromReferences("viduq3-turbo", Q3, priced("0.15625", "0.3125", "0.40625", QUOTED)),
  hostedModel(FAMILY, "viduq3-mix_reference2video", viduMix, {
    price: perSecond(inBeijing({ "720": "0.78125", "1080": "0.9375" }), QUOTED),
    billing: BILLING,
  }),
  fromReferences("viduq2", Q2, priced("0.21875", "0.28125", "0.71875")),
  hostedModel(DOCUMENTED, "viduq2-pro_reference2video", viduQ2ProReferenceToVideo, {
    ...priced("0.25", "0.3125", "0.78125"),
    billing: AUTOMATIC,
    media: VIDU_REFERENCE_MEDIA,
  }),
  hostedModel(DOCUMENTED, "viduq3-ad_reference2video", viduAd, { billing: LONGEST }),
  hostedModel(DOCUMENTED, "viduq3-drama_reference2video", viduDrama, { billing: LONGEST }),
];

const IMAGES = [
  "vidu-image_reference2image",
  "viduq3-fast_reference2image",
  "viduq2-pro_reference2image",
  "viduq2-fast_reference2image",
].map((id) =>
  hostedImageModel(DOCUMENTED, id, viduImage, { billing: images(1), media: VIDU_IMAGE_MEDIA }),
);

export const VIDU: readonly Entry[] = [...VIDEO, ...IMAGES];
