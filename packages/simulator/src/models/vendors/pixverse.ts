import type { Check } from "../../checks/check.ts";
import { checkOf, invalid } from "../../checks/check.ts";
import { textAt, valueAt } from "../../checks/create-body.ts";
import { count, oneOf, required, text, within } from "../../checks/field-checks.ts";
import { mediaList } from "../../checks/media-list.ts";
import { resolutionsOf } from "../frame-sizes.ts";
import type { Model } from "../model.ts";
import { flags, imagesOf, prompt, VENDOR } from "./vendor.ts";

const pixelSize = checkOf("parameters.size", "pixels", (value) =>
  typeof value === "string" && /^\d{3,4}\*\d{3,4}$/.test(value)
    ? null
    : invalid("parameters.size must be width*height."),
);
const resolution = oneOf("parameters.resolution", resolutionsOf([360, 540, 720, 1080]));

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

/**
 * Source: DashScope's documentation, "PixVerse-文生视频API参考", "首尾帧", "参考生视频". Source of image
 * to video: third parties.
 */
function pixverse(
  version: string,
  name: string,
  checked: string,
  ...checks: readonly Check[]
): Model {
  const lengths =
    version === "v5.6"
      ? [oneOf("parameters.duration", [5, 8, 10]), notTenInLarge]
      : [within("parameters.duration", { min: 1, max: 15, whole: true })];
  return {
    ...VENDOR,
    id: `pixverse/pixverse-${version}-${name}`,
    limitGroup: `pixverse-${version}`,
    checks: [...checks, required("parameters.duration"), ...lengths, ...flags],
    checked: `${checked}, seconds, seed, flags`,
    source: "third party",
  };
}

const references: readonly Check[] = [
  ...prompt,
  ...imagesOf("image_url", 1, 7),
  {
    name: "input.media ref_name",
    find: ({ body }) => {
      const media = valueAt(body, "input.media");
      const names = Array.isArray(media)
        ? media.map((item: { ref_name?: unknown } | null | undefined) => item?.ref_name)
        : [];
      return names.every((name) => name === undefined || name === null || typeof name === "string")
        ? null
        : invalid("ref_name must be a string.");
    },
  },
  pixelSize,
];

const frames: readonly Check[] = [
  ...prompt,
  count("input.media", { min: 2, max: 2 }),
  mediaList({ types: { first_frame: 1, last_frame: 1 } }),
  resolution,
];

export const PIXVERSE_MODELS: readonly Model[] = [
  pixverse("v5.6", "t2v", "prompt, size", ...prompt, pixelSize),
  pixverse(
    "v5.6",
    "it2v",
    "one image, resolution",
    text("input.prompt"),
    ...imagesOf("image_url", 1, 1),
    resolution,
  ),
  ...["v5.6", "v6", "c1"].map((version) =>
    pixverse(version, "kf2v", "prompt, two frames, resolution", ...frames),
  ),
  ...["v5.6", "c1"].map((version) =>
    pixverse(version, "r2v", "prompt, 1 to 7 images, size", ...references),
  ),
];
