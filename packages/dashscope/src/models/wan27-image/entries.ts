import type { Entry } from "../../facts/entry.ts";
import { FROM_MESSAGES } from "../../facts/image-facts.ts";
import { ASIA, limits } from "../../facts/shared-facts.ts";
import { images } from "../../facts/billing.ts";
import { inAsia, inBeijing, perImage, QUOTED } from "../../facts/price.ts";
import { wan27Image, wan27ImagePro } from "./request.ts";

const COMMON = { ...FROM_MESSAGES, limits: limits(5, 5), billing: images(1) } as const;

/** DashScope's documentation: "Wan 2.7 image generation and editing", "rate limit". */
export const WAN27_IMAGE: readonly Entry[] = [
  {
    ...COMMON,
    names: { "wan2.7-image": ASIA },
    price: perImage(inBeijing("0.20")),
    shape: wan27Image,
  },
  {
    ...COMMON,
    names: { "wan2.7-image-pro": ASIA },
    price: perImage(inAsia("0.50", "0.075"), QUOTED),
    shape: wan27ImagePro,
  },
];
