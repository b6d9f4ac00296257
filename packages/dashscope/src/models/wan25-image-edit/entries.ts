import type { Entry } from "../../facts/entry.ts";
import { FROM_IMAGE } from "../../facts/image-facts.ts";
import { ASIA, limits } from "../../facts/shared-facts.ts";
import { images } from "../../facts/billing.ts";
import { inAsia, perImage } from "../../facts/price.ts";
import { wan25ImageToImage } from "./request.ts";

/** DashScope's documentation: "Wan 2.5 image editing", "rate limit". */
export const WAN25_IMAGE_EDIT: readonly Entry[] = [
  {
    ...FROM_IMAGE,
    names: { "wan2.5-i2i-preview": ASIA },
    limits: limits(5, 5),
    price: perImage(inAsia("0.20", "0.03")),
    billing: images(4),
    confidence: "inferred",
    shape: wan25ImageToImage,
  },
];
