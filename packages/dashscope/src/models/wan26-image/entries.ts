import type { Entry } from "../../facts/entry.ts";
import { FROM_MESSAGES } from "../../facts/image-facts.ts";
import { ASIA, limits, VIRGINIA } from "../../facts/shared-facts.ts";
import { images } from "../../facts/billing.ts";
import { perImage } from "../../facts/price.ts";
import { wan26Image, wan26TextToImage } from "./request.ts";

const COMMON = { ...FROM_MESSAGES, price: perImage("0.20"), billing: images(4) } as const;

/**
 * DashScope's documentation: "Wan 2.6 image generation and editing", "Wan text to image", "rate
 * limit".
 */
export const WAN26_IMAGE: readonly Entry[] = [
  {
    ...COMMON,
    names: { "wan2.6-t2i": ASIA },
    limits: limits(1, 5),
    limitsIn: { "ap-southeast-1": limits(5, 5) },
    shape: wan26TextToImage,
  },
  {
    ...COMMON,
    names: { "wan2.6-image": [...ASIA, ...VIRGINIA] },
    limits: limits(5, 5),
    shape: wan26Image,
  },
];
