import type { CreateBody } from "../../checks/create-body.ts";
import { mediaList } from "../../checks/media-list.ts";
import type { Model } from "../model.ts";
import { limit, VIDEO } from "../model.ts";
import { clip, requestedSeconds } from "../output.ts";
import { BEIJING } from "../regions.ts";
import { klingChecks, mediaCombination, originalSound } from "./kling-checks.ts";

/** Source: DashScope's documentation, "可灵-视频生成API参考", "限流". The family shares one limit. */
const KLING = {
  ...VIDEO,
  regions: BEIJING,
  limit: limit(5, 10),
  limitGroup: "kling",
  promptLimit: 2500,
  extendsPrompt: false,
  output: (body: CreateBody) => clip(requestedSeconds(body, 5)),
  usage: "vendor",
  price: null,
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
