import type { Entry } from "../../facts/entry.ts";
import { FROM_MESSAGES } from "../../facts/image-facts.ts";
import { limits, LISTED } from "../../facts/shared-facts.ts";
import { images } from "../../facts/billing.ts";
import { inAsia, perImage, usd } from "../../facts/price.ts";
import { wan26Image, wan26TextToImage } from "./request.ts";

const COMMON = { ...FROM_MESSAGES, limits: limits(5, 5), billing: images(4) } as const;
const PRICES = inAsia("0.20", "0.03");
const GLOBAL = usd("0.028671");

/**
 * DashScope's documentation: "Wan 2.6 image generation and editing", "Wan text to image", "rate
 * limit".
 */
export const WAN26_IMAGE: readonly Entry[] = [
  {
    ...COMMON,
    names: { "wan2.6-t2i": LISTED },
    limitsIn: { "cn-beijing": limits(1, 5) },
    price: perImage(PRICES),
    shape: wan26TextToImage,
  },
  {
    ...COMMON,
    names: { "wan2.6-image": LISTED },
    price: perImage({ ...PRICES, "us-east-1": GLOBAL, "eu-central-1": GLOBAL }),
    shape: wan26Image,
  },
];
