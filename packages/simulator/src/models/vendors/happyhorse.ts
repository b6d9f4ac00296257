import type { Check } from "../../checks/check.ts";
import { invalid } from "../../checks/check.ts";
import { count, flag, oneOf, required, text } from "../../checks/field-checks.ts";
import { mediaCount } from "../../checks/media-items.ts";
import type { MediaRule } from "../../checks/media-list.ts";
import { mediaList } from "../../checks/media-list.ts";
import { requiredPrompt, seconds, seed } from "../../checks/shared-checks.ts";
import type { Tier } from "../frame-sizes.ts";
import { resolutionsOf } from "../frame-sizes.ts";
import type { Model } from "../model.ts";
import { limit, VIDEO } from "../model.ts";
import { byResolution, clip } from "../output.ts";
import { cnyAndUsd } from "../prices.ts";
import { ASIA, REGIONS } from "../regions.ts";

const ratio = oneOf("parameters.ratio", [
  "16:9",
  "9:16",
  "1:1",
  "4:3",
  "3:4",
  "4:5",
  "5:4",
  "9:21",
  "21:9",
]);
const prompt = [requiredPrompt, text("input.prompt")];

function common(tiers: readonly Tier[]): readonly Check[] {
  return [flag("parameters.watermark"), seed, oneOf("parameters.resolution", resolutionsOf(tiers))];
}

function media(min: number, max: number, rule: MediaRule): readonly Check[] {
  return [count("input.media", { min, max }), mediaList(rule)];
}

/**
 * Source of the ids and limits: DashScope's documentation, "限流". Source of the ranges: third
 * parties that quote its pages.
 */
const HAPPYHORSE = {
  ...VIDEO,
  limit: limit(10, 5),
  promptLimit: 5000,
  extendsPrompt: false,
  output: byResolution(1080),
  usage: "wan-2.6",
  source: "third party",
} as const;

function threeOf(
  version: string,
  shared: Pick<Model, "regions" | "prices">,
  tiers: readonly Tier[],
) {
  const of = (name: string, checked: string, ...checks: readonly Check[]): Model => ({
    ...HAPPYHORSE,
    ...shared,
    id: `happyhorse-${version}-${name}`,
    checks: [...checks, ...common(tiers), seconds(3, 15)],
    checked,
  });
  return [
    of("t2v", "prompt, resolution, ratio, 3 to 15 s, seed, flags", ...prompt, ratio),
    of(
      "i2v",
      "first frame (also base64), resolution, 3 to 15 s, seed, flags",
      text("input.prompt"),
      ...media(1, 1, { types: { first_frame: 1 }, base64: true }),
    ),
    of(
      "r2v",
      "prompt, 1 to 9 images, resolution, ratio, 3 to 15 s, seed, flags",
      ...prompt,
      ...media(1, 9, { types: { reference_image: 9 } }),
      ratio,
    ),
  ];
}

const oneVideo: Check = {
  name: "input.media one-video",
  find: ({ body }) =>
    mediaCount(body, "video") === 1 ? null : invalid("input.media must have one video."),
};

const OLDER = {
  regions: REGIONS,
  prices: cnyAndUsd({ 720: "0.90", 1080: "1.60" }, { 720: "0.14", 1080: "0.24" }),
};
const NEWER = {
  regions: ASIA,
  prices: cnyAndUsd({ 480: "0.45", 720: "0.90", 1080: "1.20" }, { 720: "0.14", 1080: "0.18" }),
};

export const HAPPYHORSE_MODELS: readonly Model[] = [
  ...threeOf("1.1", NEWER, [480, 720, 1080]),
  ...threeOf("1.0", OLDER, [720, 1080]),
  {
    ...HAPPYHORSE,
    ...OLDER,
    id: "happyhorse-1.0-video-edit",
    checks: [
      ...prompt,
      required("input.media"),
      ...media(1, 6, { types: { video: 1, reference_image: 5 } }),
      oneVideo,
      ...common([720, 1080]),
      oneOf("parameters.audio_setting", ["auto", "origin"]),
    ],
    // The first 15 s of the input are used and billed as well; the output has at least 3 s.
    output: byResolution(1080, (_body, inputSeconds) => {
      const used = Math.min(inputSeconds, 15);
      return clip(Math.max(used, 3), used);
    }),
    checked: "prompt, one video, images, resolution, audio, seed, flags",
  },
];
