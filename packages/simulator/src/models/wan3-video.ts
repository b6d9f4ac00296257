import { flag, invalid, isMissing, oneOf, type Check } from "../tasks/check.ts";
import { valueAt } from "../tasks/create-body.ts";
import { mediaList } from "../tasks/media-check.ts";
import { resolutionsOf } from "./frame-sizes.ts";
import {
  beijing,
  byResolution,
  clip,
  limit,
  mediaCount,
  secondsAsked,
  video,
  type Model,
} from "./model.ts";
import { secondsOr, seedOrRandom, wanChecks } from "./wan-checks.ts";

const frames = ["first_frame", "last_frame"];
const others = ["reference_image", "reference_video", "reference_audio", "file", "link"];
const mostSeconds = 30;

const together: Check = {
  name: "input.media together",
  find: ({ body }) => {
    const isEmpty =
      isMissing(valueAt(body, "input.prompt")) && isMissing(valueAt(body, "input.media"));
    if (isEmpty) return invalid("Field required: input.prompt or input.media");
    if (mediaCount(body, ...frames) > 0 && mediaCount(body, ...others) > 0)
      return invalid(
        "The two modes are mutually exclusive. Do not pass reference_xx and first_frame/last_frame at the same time.",
      );
    if (mediaCount(body, "file") > 0 && mediaCount(body, "link") > 0)
      return invalid("input.media takes a file or a link, not both.");
    const extends_ = valueAt(body, "parameters.prompt_extend") !== false;
    return mediaCount(body, "file", "link") > 0 && !extends_
      ? invalid("parameters.prompt_extend must be true with a file or a link.")
      : null;
  },
};

/** Source: DashScope's documentation, "万相3.0-视频生成API参考"; its limits are inferred. */
const wan3 = {
  ...video,
  regions: beijing,
  limit: limit(5, 5),
  promptLimit: 20_000,
  checks: [
    ...wanChecks,
    mediaList({
      types: {
        first_frame: 1,
        last_frame: 1,
        reference_image: 10,
        reference_video: 5,
        reference_audio: 5,
        file: 1,
        link: 1,
      },
      base64: true,
    }),
    together,
    oneOf("parameters.resolution", resolutionsOf([480, 720, 1080])),
    oneOf("parameters.ratio", ["adaptive", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16"]),
    secondsOr(-1, 2, mostSeconds),
    flag("parameters.audio"),
    seedOrRandom,
  ],
  output: byResolution(1080, (body, inputSeconds) => {
    const videos = inputSeconds * mediaCount(body, "reference_video");
    return clip(Math.min(secondsAsked(body, 5), mostSeconds - videos), videos);
  }),
  usage: "wan-3.0",
  checked:
    "media and what excludes what, resolution, ratio, seconds, seed, flags; the prompt is cut at 20000",
  source: "docs",
} as const satisfies Omit<Model, "id" | "price">;

export const wan3Video: readonly Model[] = [
  { ...wan3, id: "wan3.0-video", price: { 480: "0.30", 720: "0.60", 1080: "1.20" } },
  { ...wan3, id: "wan3.0-video-prime", price: { 480: "0.45", 720: "0.90", 1080: "1.80" } },
];
