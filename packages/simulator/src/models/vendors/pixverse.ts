import type { Check } from "../../checks/check.ts";
import { checkOf, invalid } from "../../checks/check.ts";
import type { CreateBody } from "../../checks/create-body.ts";
import { textAt, valueAt } from "../../checks/create-body.ts";
import { count, oneOf, required, text, within } from "../../checks/field-checks.ts";
import { itemsAt, mediaCount } from "../../checks/media-items.ts";
import { mediaList } from "../../checks/media-list.ts";
import { resolutionsOf } from "../frame-sizes.ts";
import type { Model } from "../model.ts";
import { withSoundRate } from "../output.ts";
import { UNPRICED } from "../prices.ts";
import type { Prices } from "../prices.ts";
import { bySound } from "./vendor-prices.ts";
import { flags, imagesOf, prompt, VENDOR } from "./vendor.ts";

const LINES = [360, 540, 720, 1080];

const pixelSize = checkOf("parameters.size", "pixels", (value) =>
  typeof value === "string" && /^\d{3,4}\*\d{3,4}$/.test(value)
    ? null
    : invalid("parameters.size must be width*height."),
);
const resolution = oneOf("parameters.resolution", resolutionsOf(LINES));

/** 10 s are not available in 1080P. */
const notTenInLarge: Check = {
  name: "parameters.duration large",
  find: ({ body }) => {
    const size = textAt(body, "parameters.size") ?? "";
    const isLarge =
      textAt(body, "parameters.resolution") === "1080P" || /\b(?:1920|1080)\b/.test(size);
    return isLarge && valueAt(body, "parameters.duration") === 10
      ? invalid("parameters.duration must be 5 or 8 in 1080P.")
      : null;
  },
};

const SILENT_V6 = ["0.15", "0.21", "0.27", "0.53"];
const PRICES: Readonly<Record<string, Prices>> = {
  "v5.6": bySound(LINES, ["0.21", "0.21", "0.27", "0.44"], ["0.47", "0.47", "0.53", "0.70"]),
  v6: bySound(LINES, SILENT_V6, ["0.21", "0.27", "0.36", "0.68"]),
  "v6-r2v": bySound(LINES, SILENT_V6),
  "c1-t2v": bySound(LINES, ["0.18", "0.24", "0.30", "0.56"]),
};

/** The lines of a frame of 16:9 with the area of the requested size. */
function linesOf(body: CreateBody): string {
  const requested = textAt(body, "parameters.resolution")?.replace("P", "");
  const [width = 0, height = 0] = (textAt(body, "parameters.size") ?? "").split("*").map(Number);
  const lines = Math.sqrt((width * height * 9) / 16);
  const distance = (line: number) => Math.abs(line - lines);
  const nearest = LINES.toSorted((one, other) => distance(one) - distance(other))[0];
  return requested ?? (width > 0 ? String(nearest) : "720");
}

/** A requested length of 0 is that of the input. */
const output: Model["output"] = (body, inputSeconds) => ({
  ...VENDOR.output(body),
  tier: linesOf(body),
  ...(valueAt(body, "parameters.duration") === 0 ? { seconds: inputSeconds } : {}),
});

const lengths: Readonly<Record<string, readonly Check[]>> = {
  "v5.6": [oneOf("parameters.duration", [5, 8, 10]), notTenInLarge],
};
const upTo15 = [within("parameters.duration", { min: 1, max: 15, whole: true })];

/**
 * Source: DashScope's documentation, "PixVerse-文生视频API参考", "首尾帧", "参考生视频". Source of image
 * to video: third parties.
 */
function pixverse(
  version: string,
  name: string,
  checked: string,
  checks: readonly Check[],
  changes: Partial<Model> = {},
): Model {
  return {
    ...VENDOR,
    id: `pixverse/pixverse-${version}-${name}`,
    limitGroup: `pixverse-${version}`,
    checks: [...checks, required("parameters.duration"), ...(lengths[version] ?? upTo15), ...flags],
    output: withSoundRate(output, (body) => valueAt(body, "parameters.audio") === true),
    prices: PRICES[`${version}-${name}`] ?? PRICES[version] ?? UNPRICED,
    checked: `${checked}, seconds, seed, flags`,
    source: "third party",
    ...changes,
  };
}

const referenceNames: Check = {
  name: "input.media ref_name",
  find: ({ body }) => {
    const names = itemsAt(body, "input.media").map((item) => item["ref_name"]);
    return names.every((name) => name === undefined || name === null || typeof name === "string")
      ? null
      : invalid("ref_name must be a string.");
  },
};

const references: readonly Check[] = [
  ...prompt,
  ...imagesOf("image_url", 1, 7),
  referenceNames,
  required("parameters.size"),
  pixelSize,
];

const frames: readonly Check[] = [
  ...prompt,
  count("input.media", { min: 2, max: 2 }),
  mediaList({ types: { first_frame: 1, last_frame: 1 } }),
  resolution,
];

/** The length of the result is that of the video, if there is one. */
const lengthOfVideo: Check = {
  name: "parameters.duration video",
  find: ({ body }) => {
    const isZero = valueAt(body, "parameters.duration") === 0;
    const hasVideo = mediaCount(body, "video_url") > 0;
    return isZero === hasVideo
      ? null
      : invalid("parameters.duration must be 0 with a video, and only then.");
  },
};

const OMNI: Model = {
  ...pixverse("v6", "r2v-omni", "prompt, images and videos, resolution, ratio", []),
  promptLimit: 5000,
  checks: [
    ...prompt,
    count("input.media", { min: 1, max: 7 }),
    mediaList({ types: { image_url: 7, video_url: 7 } }),
    referenceNames,
    required("parameters.resolution"),
    resolution,
    required("parameters.aspect_ratio"),
    text("parameters.aspect_ratio"),
    required("parameters.duration"),
    within("parameters.duration", { min: 0, max: 15, whole: true }),
    lengthOfVideo,
    ...flags,
  ],
  prices: UNPRICED,
};

export const PIXVERSE_MODELS: readonly Model[] = [
  ...["v5.6", "v6", "c1"].flatMap((version) => [
    pixverse(version, "t2v", "prompt, size", [
      ...prompt,
      pixelSize,
      ...(version === "v6" ? [text("parameters.shot_type")] : []),
    ]),
    pixverse(version, "it2v", "one image, resolution", [
      text("input.prompt"),
      ...imagesOf("image_url", 1, 1),
      resolution,
    ]),
    pixverse(version, "kf2v", "prompt, two frames, resolution", frames),
    pixverse(version, "r2v", "prompt, 1 to 7 images, size", references, {
      promptLimit: version === "c1" ? 5000 : 2048,
    }),
  ]),
  OMNI,
];
