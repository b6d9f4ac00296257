import type { CreateBody } from "../../checks/create-body.ts";
import { textAt, valueAt } from "../../checks/create-body.ts";
import { mediaCount } from "../../checks/media-items.ts";
import { mediaList } from "../../checks/media-list.ts";
import type { Model } from "../model.ts";
import { limit, VIDEO } from "../model.ts";
import { clip, requestedSeconds, withSoundRate } from "../output.ts";
import { BEIJING } from "../regions.ts";
import { klingChecks, mediaCombination, originalSound } from "./kling-checks.ts";
import { bySound } from "./vendor-prices.ts";

const LINES: Readonly<Record<string, string>> = { std: "720", pro: "1080", "4k": "2160" };

/** A video that is edited, a `base`, keeps its length. */
const output: Model["output"] = (body, inputSeconds) => ({
  ...clip(mediaCount(body, "base") > 0 ? Math.round(inputSeconds) : requestedSeconds(body, 5)),
  tier: LINES[textAt(body, "parameters.mode") ?? "pro"] ?? null,
});

/** A reference video costs as much as sound. */
const isDear = (body: CreateBody) =>
  valueAt(body, "parameters.audio") === true || mediaCount(body, "base", "feature") > 0;

/** Source: DashScope's documentation, "可灵-视频生成API参考", "限流". The family shares one limit. */
const KLING = {
  ...VIDEO,
  regions: BEIJING,
  limit: limit(5, 10),
  limitGroup: "kling",
  promptLimit: 2500,
  extendsPrompt: false,
  output: withSoundRate(output, isDear),
  usage: "vendor",
  prices: bySound([720, 1080], ["0.6", "0.8"], ["0.9", "1.2"]),
  source: "docs",
} as const;

export const KLING_MODELS: readonly Model[] = [
  {
    ...KLING,
    id: "kling/kling-v3-video-generation",
    checks: [mediaList({ types: { first_frame: 1, last_frame: 1 } }), ...klingChecks],
    checked: "prompt or shots, frames, ratio, mode, seconds, flags; truncates the prompt at 2500",
  },
  {
    ...KLING,
    id: "kling/kling-v3-omni-video-generation",
    checks: [
      mediaList({ types: { first_frame: 1, last_frame: 1, refer: Infinity, base: 1, feature: 1 } }),
      ...klingChecks,
      mediaCombination,
      originalSound,
    ],
    checked:
      "prompt or shots, media and their combinations, ratio, mode, seconds, flags; truncates the prompt at 2500",
  },
];
