import type { Entry } from "../../facts/entry.ts";
import { FROM_TEXT } from "../../facts/image-facts.ts";
import { ASIA, BEIJING, limits, SINGAPORE } from "../../facts/shared-facts.ts";
import { images } from "../../facts/billing.ts";
import { inAsia, inBeijing, perImage, QUOTED } from "../../facts/price.ts";
import {
  wan20TextToImage,
  wan22TextToImage,
  wan25TextToImage,
  wanx1TextToImage,
} from "./request.ts";

const COMMON = { ...FROM_TEXT, limits: limits(2, 2), billing: images(4) } as const;
const WAN22 = { ...COMMON, shape: wan22TextToImage } as const;
const PLUS = perImage(inAsia("0.20", "0.05"));
const FLASH = perImage(inAsia("0.14", "0.025"));

/** DashScope's documentation: "Wan text to image", "rate limit". */
export const WAN_TEXT_TO_IMAGE: readonly Entry[] = [
  {
    ...COMMON,
    names: { "wanx-v1": BEIJING },
    elsewhere: "absent",
    limits: limits(2, 1),
    price: perImage(inBeijing("0.16"), QUOTED),
    confidence: "inferred",
    shape: wanx1TextToImage,
  },
  {
    ...COMMON,
    names: { "wanx2.0-t2i-turbo": BEIJING },
    elsewhere: "absent",
    price: perImage(inBeijing("0.04")),
    confidence: "inferred",
    shape: wan20TextToImage,
  },
  {
    ...WAN22,
    names: { "wanx2.1-t2i-turbo": BEIJING, "wan2.1-t2i-turbo": SINGAPORE },
    price: FLASH,
  },
  {
    ...WAN22,
    names: { "wanx2.1-t2i-plus": BEIJING, "wan2.1-t2i-plus": SINGAPORE },
    price: PLUS,
  },
  { ...WAN22, names: { "wan2.2-t2i-flash": ASIA }, price: FLASH },
  { ...WAN22, names: { "wan2.2-t2i-plus": ASIA }, price: PLUS },
  {
    ...COMMON,
    names: { "wan2.5-t2i-preview": ASIA },
    limits: limits(5, 5),
    price: perImage(inAsia("0.20", "0.03")),
    shape: wan25TextToImage,
  },
];
