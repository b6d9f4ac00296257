import type { Entry } from "../../facts/entry.ts";
import { FROM_TEXT } from "../../facts/image-facts.ts";
import { ASIA, BEIJING, limits } from "../../facts/shared-facts.ts";
import { images } from "../../facts/billing.ts";
import { perImage } from "../../facts/price.ts";
import {
  wan20TextToImage,
  wan22TextToImage,
  wan25TextToImage,
  wanx1TextToImage,
} from "./request.ts";

const COMMON = { ...FROM_TEXT, limits: limits(2, 2), billing: images(4) } as const;
const WAN22 = { ...COMMON, shape: wan22TextToImage } as const;

/** DashScope's documentation: "Wan text to image", "rate limit". */
export const WAN_TEXT_TO_IMAGE: readonly Entry[] = [
  {
    ...COMMON,
    names: { "wanx-v1": BEIJING },
    elsewhere: "absent",
    limits: limits(2, 1),
    price: perImage("0.16"),
    confidence: "inferred",
    shape: wanx1TextToImage,
  },
  {
    ...COMMON,
    names: { "wanx2.0-t2i-turbo": ASIA },
    price: null,
    confidence: "inferred",
    shape: wan20TextToImage,
  },
  { ...WAN22, names: { "wanx2.1-t2i-turbo": ASIA, "wan2.1-t2i-turbo": ASIA }, price: null },
  { ...WAN22, names: { "wanx2.1-t2i-plus": ASIA, "wan2.1-t2i-plus": ASIA }, price: null },
  { ...WAN22, names: { "wan2.2-t2i-flash": ASIA }, price: null },
  { ...WAN22, names: { "wan2.2-t2i-plus": ASIA }, price: perImage("0.20") },
  {
    ...COMMON,
    names: { "wan2.5-t2i-preview": ASIA },
    limits: limits(5, 5),
    price: perImage("0.20"),
    shape: wan25TextToImage,
  },
];
