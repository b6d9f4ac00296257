import type { Check } from "../../checks/check.ts";
import { invalid } from "../../checks/check.ts";
import { valueAt } from "../../checks/create-body.ts";
import { flag, isMissing, oneOf } from "../../checks/field-checks.ts";
import { mediaCount } from "../../checks/media-items.ts";
import { mediaList } from "../../checks/media-list.ts";
import { secondsOr, seedOrRandom } from "../../checks/shared-checks.ts";
import { resolutionsOf } from "../frame-sizes.ts";
import type { Model } from "../model.ts";
import { limit, VIDEO } from "../model.ts";
import { byResolution, clip, requestedSeconds } from "../output.ts";
import { cny, cnyAndUsd } from "../prices.ts";
import { ASIA } from "../regions.ts";
import { wanChecks } from "./wan-checks.ts";

const FRAMES = ["first_frame", "last_frame"];
const REFERENCES = ["reference_image", "reference_video", "reference_audio", "file", "link"];
const MOST_SECONDS = 30;

const together: Check = {
  name: "input.media together",
  find: ({ body }) => {
    const isEmpty =
      isMissing(valueAt(body, "input.prompt")) && isMissing(valueAt(body, "input.media"));
    if (isEmpty) return invalid("Field required: input.prompt or input.media");
    if (mediaCount(body, ...FRAMES) > 0 && mediaCount(body, ...REFERENCES) > 0)
      return invalid(
        "The two modes are mutually exclusive. Do not pass reference_xx and first_frame/last_frame at the same time.",
      );
    if (mediaCount(body, "file") > 0 && mediaCount(body, "link") > 0)
      return invalid("input.media takes a file or a link, not both.");
    const extendsPrompt = valueAt(body, "parameters.prompt_extend") !== false;
    return mediaCount(body, "file", "link") > 0 && !extendsPrompt
      ? invalid("parameters.prompt_extend must be true with a file or a link.")
      : null;
  },
};

/** Source: DashScope's documentation, "万相3.0-视频生成API参考". The limits are inferred. */
const WAN3 = {
  ...VIDEO,
  regions: ASIA,
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
    secondsOr(-1, 2, MOST_SECONDS),
    flag("parameters.audio"),
    seedOrRandom,
  ],
  output: byResolution(1080, (body, inputSeconds) => {
    const videos = inputSeconds * mediaCount(body, "reference_video");
    return clip(Math.min(requestedSeconds(body, 5), MOST_SECONDS - videos), videos);
  }),
  usage: "wan-3.0",
  checked:
    "media and their combinations, resolution, ratio, seconds, seed, flags; truncates the prompt at 20000",
  source: "docs",
} as const satisfies Omit<Model, "id" | "prices">;

export const WAN3_VIDEO_MODELS: readonly Model[] = [
  {
    ...WAN3,
    id: "wan3.0-video",
    prices: cnyAndUsd(
      { 480: "0.30", 720: "0.60", 1080: "1.20" },
      { 480: "0.05", 720: "0.10", 1080: "0.20" },
    ),
  },
  {
    ...WAN3,
    id: "wan3.0-video-prime",
    prices: {
      ...cny({ 480: "0.45", 720: "0.90", 1080: "1.80" }),
      // Listed in CNY in Singapore too.
      "ap-southeast-1": { currency: "CNY", price: { 480: "0.496", 720: "1.02", 1080: "2.04" } },
    },
  },
];
