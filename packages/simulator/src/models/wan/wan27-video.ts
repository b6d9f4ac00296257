import type { Check } from "../../checks/check.ts";
import { invalid } from "../../checks/check.ts";
import { valueAt } from "../../checks/create-body.ts";
import { count, oneOf, required, text } from "../../checks/field-checks.ts";
import { mediaCount } from "../../checks/media-items.ts";
import { mediaList } from "../../checks/media-list.ts";
import { mediaUrl } from "../../checks/media-url.ts";
import { requiredPrompt, seconds, secondsOr, seed } from "../../checks/shared-checks.ts";
import { resolutionsOf } from "../frame-sizes.ts";
import type { Model } from "../model.ts";
import { limit, VIDEO } from "../model.ts";
import { byResolution, clip, requestedSeconds } from "../output.ts";
import { ASIA } from "../regions.ts";
import { wanChecks } from "./wan-checks.ts";
import { LARGE_FRAMES } from "./wan-prices.ts";

/**
 * Source: the official SDKs for the media, third parties that quote the documentation for most
 * ranges, and "限流".
 */
const WAN27 = {
  ...VIDEO,
  regions: ASIA,
  limit: limit(5, 5),
  promptLimit: 5000,
  output: byResolution(1080),
  usage: "wan-2.6",
  prices: LARGE_FRAMES,
  source: "third party",
} as const;

const common: readonly Check[] = [
  ...wanChecks,
  seed,
  oneOf("parameters.resolution", resolutionsOf([720, 1080])),
];
const ratio = oneOf("parameters.ratio", ["16:9", "9:16", "1:1", "4:3", "3:4"]);
const MEDIA = "input.media";

const TEXT_TO_VIDEO = {
  ...WAN27,
  checks: [requiredPrompt, ...common, mediaUrl("input.audio_url"), ratio, seconds(2, 15)],
  checked: "prompt, audio, resolution, ratio, 2 to 15 s, seed, flags; truncates the prompt at 5000",
} as const;

/** A video starts with a frame, or with a clip that brings its own sound. */
const startsRight: Check = {
  name: "input.media start",
  find: ({ body }) => {
    const [frames, clips] = [mediaCount(body, "first_frame"), mediaCount(body, "first_clip")];
    const isRight =
      frames + clips === 1 && (frames === 1 || mediaCount(body, "driving_audio") === 0);
    return isRight ? null : invalid("These media cannot be used together.");
  },
};

const IMAGE_TO_VIDEO = {
  ...WAN27,
  checks: [
    ...common,
    count(MEDIA, { min: 1 }),
    mediaList({
      types: { first_frame: 1, last_frame: 1, first_clip: 1, driving_audio: 1 },
      base64: true,
    }),
    startsRight,
    seconds(2, 15),
  ],
  checked: "media (also base64), resolution, 2 to 15 s, seed, flags; truncates the prompt at 5000",
} as const;

const references: Check = {
  name: "input.media references",
  find: ({ body }) => {
    const found = mediaCount(body, "reference_image", "reference_video");
    if (found < 1 || found > 5) return invalid("input.media must have 1 to 5 references.");
    const isLong = Number(valueAt(body, "parameters.duration")) > 10;
    return isLong && mediaCount(body, "reference_video") > 0
      ? invalid("parameters.duration must be at most 10 with a reference_video.")
      : null;
  },
};

const descriptions: Check = {
  name: "input.media reference_description",
  find: ({ body }) => {
    const items = valueAt(body, MEDIA);
    const given = Array.isArray(items)
      ? items.map((item: { reference_description?: unknown } | null) => item?.reference_description)
      : [];
    return given.every((text) => text === undefined || text === null || typeof text === "string")
      ? null
      : invalid("reference_description must be a string.");
  },
};

/** A reference video is billed as well, at most 5 s in all. */
const withReferences: Model["output"] = (body, inputSeconds) =>
  clip(requestedSeconds(body, 5), Math.min(inputSeconds * mediaCount(body, "reference_video"), 5));

const REFERENCE_TO_VIDEO = {
  ...WAN27,
  output: byResolution(1080, withReferences),
  checks: [
    requiredPrompt,
    ...common,
    mediaList({
      types: { reference_image: Infinity, reference_video: Infinity, first_frame: 1 },
      urls: ["reference_voice"],
    }),
    references,
    descriptions,
    ratio,
    seconds(2, 15),
  ],
  checked: "references, resolution, ratio, seconds, seed, flags; truncates the prompt at 5000",
} as const;

const exactlyOneVideo: Check = {
  name: "input.media one-video",
  find: ({ body }) =>
    mediaCount(body, "video") === 1 ? null : invalid("input.media must have one video."),
};

export const WAN27_VIDEO_MODELS: readonly Model[] = [
  ...["wan2.7-t2v", "wan2.7-t2v-2026-04-25", "wan2.7-t2v-2026-06-12"].map((id) =>
    Object.assign({}, TEXT_TO_VIDEO, { id }),
  ),
  ...["wan2.7-i2v", "wan2.7-i2v-2026-04-25"].map((id) => Object.assign({}, IMAGE_TO_VIDEO, { id })),
  ...["wan2.7-r2v", "wan2.7-r2v-2026-06-12"].map((id) =>
    Object.assign({}, REFERENCE_TO_VIDEO, { id }),
  ),
  {
    ...WAN27,
    id: "wan2.7-videoedit",
    checks: [
      ...common,
      required(MEDIA),
      mediaList({ types: { video: 1, reference_image: 4 } }),
      exactlyOneVideo,
      ratio,
      secondsOr(0, 2, 10),
      oneOf("parameters.audio_setting", ["auto", "origin"]),
      text("parameters.audio_setting"),
    ],
    output: byResolution(1080, (body, inputSeconds) =>
      clip(requestedSeconds(body, inputSeconds), inputSeconds),
    ),
    checked:
      "one video, images, resolution, ratio, seconds, audio, seed, flags; truncates the prompt at 5000",
    source: "docs",
  },
];
