import {
  checkOf,
  flag,
  invalid,
  oneOf,
  required,
  text,
  within,
  type Check,
} from "../tasks/check.ts";
import { valueAt, type CreateBody } from "../tasks/create-body.ts";
import { mediaList } from "../tasks/media-check.ts";
import { resolutionsOf } from "./frame-sizes.ts";
import { beijing, clip, limit, secondsAsked, textAt, video, type Model } from "./model.ts";
import { count, requiredPrompt, seconds, seed } from "./wan-checks.ts";

/** Source: the ids and shared limits, DashScope's documentation, "限流"; see each model for the rest. */
const vendor = {
  ...video,
  regions: beijing,
  limit: limit(5, 5),
  promptLimit: Infinity,
  extendsPrompt: false,
  output: (body: CreateBody) => ({
    ...clip(secondsAsked(body, 5)),
    size: textAt(body, "parameters.size"),
    tier: textAt(body, "parameters.resolution")?.replace("P", "") ?? null,
  }),
  usage: "vendor",
  price: null,
} as const;

const flags: readonly Check[] = [flag("parameters.audio"), flag("parameters.watermark"), seed];
const prompt: readonly Check[] = [requiredPrompt, text("input.prompt")];

function imagesOf(type: string, min: number, max: number): readonly Check[] {
  return [count("input.media", { min, max }), mediaList({ types: { [type]: max } })];
}

const viduSizes = [
  ["960*528", "528*960", "720*720", "816*608", "608*816"],
  ["1280*720", "720*1280", "960*960", "1104*816", "816*1104"],
  ["1920*1080", "1080*1920", "1440*1440", "1674*1238", "1238*1674"],
].flat();

/** Source: DashScope's documentation, "Vidu-文生视频API参考"; of the others third parties. */
function vidu(
  id: string,
  mostSeconds: number,
  checked: string,
  ...checks: readonly Check[]
): Model {
  return {
    ...vendor,
    id: `vidu/${id}`,
    limitGroup: "vidu",
    checks: [
      ...checks,
      oneOf("parameters.resolution", resolutionsOf([540, 720, 1080])),
      seconds(1, mostSeconds),
      ...flags,
    ],
    checked: `${checked}, resolution, seconds, seed, flags`,
    source: id.endsWith("text2video") ? "docs" : "third party",
  };
}

const viduModels: readonly Model[] = [
  ...(
    [
      ["viduq3-pro", 16],
      ["viduq3-turbo", 16],
      ["viduq2", 10],
    ] as const
  ).map(([kind, most]) =>
    vidu(
      `${kind}_text2video`,
      most,
      "prompt, size",
      ...prompt,
      oneOf("parameters.size", viduSizes),
    ),
  ),
  ...(
    [
      ["viduq3-pro", 16],
      ["viduq3-turbo", 16],
      ["viduq2-pro", 10],
      ["viduq2-turbo", 10],
    ] as const
  ).flatMap(([kind, most]) => [
    vidu(`${kind}_img2video`, most, "one image", text("input.prompt"), ...imagesOf("image", 1, 1)),
    vidu(
      `${kind}_start-end2video`,
      most,
      "prompt, two images",
      ...prompt,
      ...imagesOf("image", 2, 2),
    ),
  ]),
  ...["viduq2", "viduq2-pro"].map((kind) =>
    vidu(
      `${kind}_reference2video`,
      10,
      "prompt, 1 to 7 images",
      ...prompt,
      ...imagesOf("image", 1, 7),
    ),
  ),
];

const pixverseSize = checkOf("parameters.size", "pixels", (value) =>
  typeof value === "string" && /^\d{3,4}\*\d{3,4}$/.test(value)
    ? null
    : invalid("parameters.size must be width*height."),
);
const pixverseResolution = oneOf("parameters.resolution", resolutionsOf([360, 540, 720, 1080]));

/** 10 s are not made in 1080P. */
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

/** Source: DashScope's documentation, "PixVerse-文生视频API参考", "首尾帧", "参考生视频"; of image to video third parties. */
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
    ...vendor,
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
  pixverseSize,
];

const frames: readonly Check[] = [
  ...prompt,
  count("input.media", { min: 2, max: 2 }),
  mediaList({ types: { first_frame: 1, last_frame: 1 } }),
  pixverseResolution,
];

const pixverseModels: readonly Model[] = [
  pixverse("v5.6", "t2v", "prompt, size", ...prompt, pixverseSize),
  pixverse(
    "v5.6",
    "it2v",
    "one image, resolution",
    text("input.prompt"),
    ...imagesOf("image_url", 1, 1),
    pixverseResolution,
  ),
  ...["v5.6", "v6", "c1"].map((version) =>
    pixverse(version, "kf2v", "prompt, two frames, resolution", ...frames),
  ),
  ...["v5.6", "c1"].map((version) =>
    pixverse(version, "r2v", "prompt, 1 to 7 images, size", ...references),
  ),
];

export const viduAndPixverse: readonly Model[] = [...viduModels, ...pixverseModels];
