import type { Check } from "../../checks/check.ts";
import { checkOf, invalid } from "../../checks/check.ts";
import { valueAt } from "../../checks/create-body.ts";
import { anyOf, count, flag, oneOf } from "../../checks/field-checks.ts";
import { mediaUrls } from "../../checks/media-url.ts";
import { requiredPrompt, seconds, seed } from "../../checks/shared-checks.ts";
import { sizesOf } from "../frame-sizes.ts";
import type { Model } from "../model.ts";
import { limit, VIDEO } from "../model.ts";
import { bySize, withSoundRate } from "../output.ts";
import { ASIA, REGIONS } from "../regions.ts";
import { isAudible, shotType, wanChecks } from "./wan-checks.ts";
import { WAN26, WAN26_FLASH } from "./wan-prices.ts";

const REFERENCES = "input.reference_urls";
/** Deprecated but still accepted. */
const VIDEOS = "input.reference_video_urls";

/** Only the official SDKs document this field. */
const descriptions = checkOf("input.reference_video_description", "texts", (value) =>
  Array.isArray(value) && value.every((text) => typeof text === "string")
    ? null
    : invalid("reference_video_description must be a list of strings."),
);

const checks: readonly Check[] = [
  requiredPrompt,
  ...wanChecks,
  anyOf([REFERENCES, VIDEOS]),
  mediaUrls(REFERENCES),
  count(REFERENCES, { max: 5 }),
  mediaUrls(VIDEOS),
  count(VIDEOS, { max: 3 }),
  descriptions,
  oneOf("parameters.size", sizesOf([720, 1080])),
  seconds(2, 10),
  shotType,
  seed,
];

const isVideo = (url: unknown) => typeof url === "string" && /\.(?:mp4|mov)(?:\?|$)/i.test(url);

const MOST_BILLED_INPUT_SECONDS = 5;

/**
 * Input videos are billed as well, at most 5 s of them in all. The simulator fetches nothing, so it
 * recognizes a video by its file extension.
 */
const output: Model["output"] = (body, inputSeconds) => {
  const urls = [REFERENCES, VIDEOS].flatMap((path) => valueAt(body, path));
  return {
    ...bySize("1920*1080")(body, 0),
    inputSeconds: Math.min(inputSeconds * urls.filter(isVideo).length, MOST_BILLED_INPUT_SECONDS),
  };
};

/** Source: DashScope's documentation, "万相-参考生视频API参考（2.6）", "限流". */
const REFERENCE_TO_VIDEO = {
  ...VIDEO,
  limit: limit(5, 5),
  promptLimit: 1500,
  extendsPrompt: false,
  output,
  usage: "wan-2.6",
  checked:
    "prompt, references, size, 2 to 10 s, shot type, seed, flags; truncates the prompt at 1500",
  source: "docs",
} as const;

export const REFERENCE_TO_VIDEO_MODELS: readonly Model[] = [
  {
    ...REFERENCE_TO_VIDEO,
    id: "wan2.6-r2v",
    regions: REGIONS,
    checks,
    prices: WAN26,
  },
  {
    ...REFERENCE_TO_VIDEO,
    id: "wan2.6-r2v-flash",
    regions: [...ASIA, "eu-central-1"],
    checks: [...checks, flag("parameters.audio")],
    output: withSoundRate(output, isAudible),
    prices: WAN26_FLASH,
  },
];
