import type { Check } from "../../checks/check.ts";
import { invalid } from "../../checks/check.ts";
import { textAt, valueAt } from "../../checks/create-body.ts";
import { flag, oneOf } from "../../checks/field-checks.ts";
import { mediaCount } from "../../checks/media-items.ts";
import { mediaList } from "../../checks/media-list.ts";
import { seconds } from "../../checks/shared-checks.ts";
import { resolutionsOf } from "../frame-sizes.ts";
import type { Model } from "../model.ts";
import { byLines } from "./vendor-prices.ts";
import { flags, imagesOf, prompt, VENDOR } from "./vendor.ts";

const LINES = [540, 720, 1080];
const LARGE = [720, 1080];
const images = imagesOf("image", 1, 7);
const mixedMedia = mediaList({ types: { image: 7, video: 2 } });

/** At least one image, and fewer images with a video. */
const fewImages: Check = {
  name: "input.media mixed",
  find: ({ body }) => {
    const most = mediaCount(body, "video") > 0 ? 4 : 7;
    const given = mediaCount(body, "image");
    return given >= 1 && given <= most
      ? null
      : invalid(`input.media must have 1 to ${most} images.`);
  },
};

/** A video of a requested length; a requested length of 0 leaves it to the model. */
function output(defaultLines: string): Model["output"] {
  return (body, inputSeconds) => ({
    ...VENDOR.output(body),
    tier: textAt(body, "parameters.resolution")?.replace("P", "") ?? defaultLines,
    ...(valueAt(body, "parameters.duration") === 0 ? { seconds: inputSeconds } : {}),
  });
}

/** Source: DashScope's documentation, "Vidu-参考生视频API参考"; third parties for the older models. */
function reference(
  kind: string,
  lines: readonly number[],
  checked: string,
  own: readonly Check[],
  changes: Partial<Model> = {},
): Model {
  return {
    ...VENDOR,
    id: `vidu/${kind}_reference2video`,
    limitGroup: "vidu",
    promptLimit: 5000,
    checks: [...prompt, ...own, oneOf("parameters.resolution", resolutionsOf(lines)), ...flags],
    output: output("720"),
    checked: `prompt, ${checked}, resolution, seconds, seed, flags; truncates the prompt at 5000`,
    source: "docs",
    ...changes,
  };
}

const SEVEN = "1 to 7 images";

export const VIDU_REFERENCE_MODELS: readonly Model[] = [
  reference("viduq2", LINES, SEVEN, [...images, seconds(1, 10)], {
    prices: byLines(LINES, ["0.21875", "0.28125", "0.71875"]),
  }),
  reference("viduq2-pro", LINES, "images and videos", [mixedMedia, fewImages, seconds(0, 10)], {
    prices: byLines(LINES, ["0.25", "0.3125", "0.78125"]),
  }),
  reference("viduq3-mix", LARGE, SEVEN, [...images, seconds(1, 16)], {
    prices: byLines(LARGE, ["0.78125", "0.9375"]),
    source: "third party",
  }),
  reference("viduq3", LINES, SEVEN, [...images, seconds(1, 16)], {
    prices: byLines(LINES, ["0.3125", "0.625", "0.78125"]),
    source: "third party",
  }),
  reference("viduq3-turbo", LINES, SEVEN, [...images, seconds(1, 16)], {
    prices: byLines(LINES, ["0.15625", "0.3125", "0.40625"]),
    source: "third party",
  }),
  reference("viduq3-ad", LARGE, SEVEN, [
    ...images,
    seconds(3, 15),
    flag("parameters.sound_effect"),
  ]),
  reference(
    "viduq3-drama",
    LARGE,
    "1 to 7 images, ratio",
    [...images, seconds(2, 15), oneOf("parameters.aspect_ratio", ["16:9", "9:16"])],
    { output: output("1080") },
  ),
];
