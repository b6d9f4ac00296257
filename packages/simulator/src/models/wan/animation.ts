import type { Check } from "../../checks/check.ts";
import { flag, oneOf, required, text } from "../../checks/field-checks.ts";
import { textAt } from "../../checks/create-body.ts";
import type { MediaOptions } from "../../checks/media-url.ts";
import { mediaUrl } from "../../checks/media-url.ts";
import { fiveSeconds, seed } from "../../checks/shared-checks.ts";
import type { Tier } from "../frame-sizes.ts";
import { resolutionsOf } from "../frame-sizes.ts";
import type { Model } from "../model.ts";
import { limit } from "../model.ts";
import { byResolution, clip } from "../output.ts";
import { cnyAndUsd } from "../prices.ts";
import { ASIA, BEIJING } from "../regions.ts";
import { bothSpellings } from "../both-spellings.ts";
import { wanChecks } from "./wan-checks.ts";
import { SPEECH, WAN21_PLUS, WAN22_KEYFRAMES } from "./wan-prices.ts";

const PATH = "aigc/image2video/video-synthesis";

function keyframeChecks(tiers: readonly Tier[], options: MediaOptions): readonly Check[] {
  return [
    required("input.first_frame_url"),
    mediaUrl("input.first_frame_url", { base64: true, ...options }),
    mediaUrl("input.last_frame_url", { base64: true, ...options }),
    ...wanChecks,
    text("input.template"),
    oneOf("parameters.resolution", resolutionsOf(tiers)),
    fiveSeconds,
    seed,
  ];
}

/** Source: DashScope's documentation, "万相-首尾帧生视频API参考", "限流". */
const KEYFRAMES = {
  path: PATH,
  limit: limit(2, 2),
  promptLimit: 800,
  extendsPrompt: true,
  showsActualPrompt: true,
  output: byResolution(720),
  result: "video_url",
  checked: "frames (also base64), texts, resolution, 5 s, seed, flags; truncates the prompt at 800",
  source: "docs",
} as const;

/** Source: DashScope's documentation, "万相-图生动作API参考", "限流". */
const ANIMATION = {
  path: PATH,
  regions: ASIA,
  limit: limit(5, 1),
  promptLimit: 0,
  checks: [
    ...["input.image_url", "input.video_url"].flatMap((field) => [
      required(field),
      mediaUrl(field, { characters: "ascii" }),
    ]),
    required("parameters.mode"),
    oneOf("parameters.mode", ["wan-std", "wan-pro"]),
    flag("parameters.check_image"),
    flag("input.watermark"),
  ],
  extendsPrompt: false,
  showsActualPrompt: false,
  output: (body, inputSeconds) => ({
    ...clip(inputSeconds),
    tier: textAt(body, "parameters.mode") === "wan-pro" ? "pro" : "standard",
  }),
  result: "results.video_url",
  usage: "mode",
  checked: "image and video (ASCII links), mode, flags",
  source: "docs",
} as const satisfies Omit<Model, "id" | "prices">;

export const ANIMATION_MODELS: readonly Model[] = [
  ...bothSpellings("kf2v-plus", (id, offeredIn): Model => {
    const rate = offeredIn === BEIJING ? 2 : 1;
    const checks = keyframeChecks([720], { characters: "no-chinese" });
    return {
      ...KEYFRAMES,
      id,
      regions: offeredIn,
      limit: limit(rate, 2),
      checks,
      usage: "standard",
      prices: WAN21_PLUS,
    };
  }),
  {
    ...KEYFRAMES,
    id: "wan2.2-kf2v-flash",
    regions: ASIA,
    checks: keyframeChecks([480, 720, 1080], {}),
    usage: "kf2v-2.2",
    prices: WAN22_KEYFRAMES,
  },
  {
    ...ANIMATION,
    id: "wan2.2-animate-move",
    prices: cnyAndUsd({ standard: "0.4", pro: "0.6" }, { standard: "0.12", pro: "0.18" }),
  },
  {
    ...ANIMATION,
    id: "wan2.2-animate-mix",
    prices: cnyAndUsd({ standard: "0.6", pro: "0.9" }, { standard: "0.18", pro: "0.26" }),
  },
  {
    // Source: DashScope's documentation, "万相-数字人API参考".
    id: "wan2.2-s2v",
    path: PATH,
    regions: BEIJING,
    limit: limit(5, 1),
    promptLimit: 0,
    checks: [
      ...["input.image_url", "input.audio_url"].flatMap((field) => [
        required(field),
        mediaUrl(field),
      ]),
      oneOf("parameters.resolution", resolutionsOf([480, 720])),
    ],
    extendsPrompt: false,
    showsActualPrompt: false,
    output: byResolution(480, (_body, inputSeconds) => clip(inputSeconds)),
    result: "results.video_url",
    usage: "video_duration",
    prices: SPEECH,
    checked: "image, audio, resolution",
    source: "docs",
  },
];
