import { imageEdit } from "../families/image-edit.ts";
import {
  qwenTextToImage,
  wan20TextToImage,
  wan22TextToImage,
  wan25ImageToImage,
  wan25TextToImage,
  wanx1TextToImage,
} from "../families/text-to-image.ts";
import { wan26Image, wan26TextToImage } from "../families/wan-image.ts";
import { wan27Image, wan27ImagePro } from "../families/wan27-image.ts";
import { images } from "../cost/billing.ts";
import { ASIA, BEIJING, IMAGE_COUNT, IMAGE_PACE, limits, PATHS, VIRGINIA } from "./entry.ts";
import type { Entry } from "./model.ts";
import { perImage } from "../cost/price.ts";

const COMMON = {
  elsewhere: "unknown",
  polling: IMAGE_PACE,
  usage: IMAGE_COUNT,
  confidence: "docs",
} as const;
const FROM_TEXT = { ...COMMON, path: PATHS.textToImage, result: "results[].url" } as const;
const FROM_IMAGE = { ...COMMON, path: PATHS.imageToImage, result: "results[].url" } as const;
const MESSAGES = {
  ...COMMON,
  path: PATHS.imageMessages,
  result: "choices[].message.content[].image",
} as const;

function old(names: Entry["names"], price: Entry["price"] = null): Entry {
  return {
    ...FROM_TEXT,
    names,
    limits: limits(2, 2),
    price,
    billing: images(4),
    shape: wan22TextToImage,
  };
}

function qwen(name: string, price: Entry["price"]): Entry {
  return {
    ...FROM_TEXT,
    names: { [name]: ASIA },
    limits: limits(2, 2),
    price,
    billing: images(1),
    shape: qwenTextToImage,
  };
}

/** DashScope's documentation: the models' API pages, "rate limit". */
const TEXT_TO_IMAGE: readonly Entry[] = [
  {
    ...FROM_TEXT,
    names: { "wanx-v1": BEIJING },
    elsewhere: "absent",
    limits: limits(2, 1),
    price: perImage("0.16"),
    billing: images(4),
    confidence: "inferred",
    shape: wanx1TextToImage,
  },
  { ...old({ "wanx2.0-t2i-turbo": ASIA }), confidence: "inferred", shape: wan20TextToImage },
  old({ "wanx2.1-t2i-turbo": ASIA, "wan2.1-t2i-turbo": ASIA }),
  old({ "wanx2.1-t2i-plus": ASIA, "wan2.1-t2i-plus": ASIA }),
  old({ "wan2.2-t2i-flash": ASIA }),
  old({ "wan2.2-t2i-plus": ASIA }, perImage("0.20")),
  {
    ...FROM_TEXT,
    names: { "wan2.5-t2i-preview": ASIA },
    limits: limits(5, 5),
    price: perImage("0.20"),
    billing: images(4),
    shape: wan25TextToImage,
  },
  qwen("qwen-image", perImage("0.25")),
  qwen("qwen-image-plus", null),
];

const IMAGE_TO_IMAGE: readonly Entry[] = [
  {
    ...FROM_IMAGE,
    names: { "wanx2.1-imageedit": ASIA },
    limits: limits(2, 2),
    // It takes 5 s to 15 s; the documentation asks for a look every 3 s in the first half minute.
    polling: { firstDelayMs: 5_000, intervalMs: 3_000 },
    price: perImage("0.14"),
    billing: images(1),
    shape: imageEdit,
  },
  {
    ...FROM_IMAGE,
    names: { "wan2.5-i2i-preview": ASIA },
    limits: limits(5, 5),
    price: null,
    billing: images(4),
    confidence: "inferred",
    shape: wan25ImageToImage,
  },
];

const IMAGE_MESSAGES: readonly Entry[] = [
  {
    ...MESSAGES,
    names: { "wan2.6-t2i": ASIA },
    limits: limits(1, 5),
    limitsIn: { "ap-southeast-1": limits(5, 5) },
    price: perImage("0.20"),
    billing: images(4),
    shape: wan26TextToImage,
  },
  {
    ...MESSAGES,
    names: { "wan2.6-image": [...ASIA, ...VIRGINIA] },
    limits: limits(5, 5),
    price: perImage("0.20"),
    billing: images(4),
    shape: wan26Image,
  },
  {
    ...MESSAGES,
    names: { "wan2.7-image": ASIA },
    limits: limits(5, 5),
    price: perImage("0.20"),
    billing: images(1),
    shape: wan27Image,
  },
  {
    ...MESSAGES,
    names: { "wan2.7-image-pro": ASIA },
    limits: limits(5, 5),
    price: perImage("0.50"),
    billing: images(1),
    shape: wan27ImagePro,
  },
];

export const IMAGES: readonly Entry[] = [...TEXT_TO_IMAGE, ...IMAGE_TO_IMAGE, ...IMAGE_MESSAGES];
