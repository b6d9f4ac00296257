import { flag, invalid, oneOf, required, text, type Check } from "../tasks/check.ts";
import { mediaList, type MediaRule } from "../tasks/media-check.ts";
import { resolutionsOf, type Tier } from "./frame-sizes.ts";
import {
  asia,
  byResolution,
  clip,
  limit,
  mediaCount,
  regions,
  video,
  type Model,
} from "./model.ts";
import { count, requiredPrompt, seconds, seed } from "./wan-checks.ts";

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

/** Source: the ids and limits, DashScope's documentation, "限流"; the ranges, third parties that quote its pages. */
const happyHorse = {
  ...video,
  limit: limit(10, 5),
  promptLimit: 5000,
  extendsPrompt: false,
  output: byResolution(1080),
  usage: "wan-2.6",
  source: "third party",
} as const;

function threeOf(
  version: string,
  shared: Pick<Model, "regions" | "price">,
  tiers: readonly Tier[],
) {
  const of = (name: string, checked: string, ...checks: readonly Check[]): Model => ({
    ...happyHorse,
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

const older = { regions, price: { 720: "0.90", 1080: "1.60" } };
const newer = { regions: asia, price: { 480: "0.45", 720: "0.90", 1080: "1.20" } };

export const happyHorseModels: readonly Model[] = [
  ...threeOf("1.1", newer, [480, 720, 1080]),
  ...threeOf("1.0", older, [720, 1080]),
  {
    ...happyHorse,
    ...older,
    id: "happyhorse-1.0-video-edit",
    checks: [
      ...prompt,
      required("input.media"),
      ...media(1, 6, { types: { video: 1, reference_image: 5 } }),
      oneVideo,
      ...common([720, 1080]),
      oneOf("parameters.audio_setting", ["auto", "origin"]),
    ],
    // What goes in is billed too; 15 s come out at most.
    output: byResolution(1080, (_body, inputSeconds) =>
      clip(Math.min(inputSeconds, 15), inputSeconds),
    ),
    checked: "prompt, one video, images, resolution, sound, seed, flags",
  },
];
