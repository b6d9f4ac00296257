import { textAt, valueAt } from "../../checks/create-body.ts";
import type { Model } from "../model.ts";
import { limit, VIDEO } from "../model.ts";
import { clip } from "../output.ts";
import type { Region } from "../regions.ts";
import { BEIJING, SINGAPORE } from "../regions.ts";
import { vaceChecks } from "./vace-checks.ts";
import { WAN21_PLUS } from "./wan-prices.ts";

const MAX_OUTPUT_SECONDS = 5;
const VIDEO_FUNCTIONS = new Set<unknown>(["video_repainting", "video_edit", "video_outpainting"]);

/** Source: DashScope's documentation, "万相-视频编辑API参考（2.1）", "限流", and its price list. */
function vace(id: string, regions: readonly Region[]): Model {
  return {
    ...VIDEO,
    id,
    regions,
    limit: limit(2, 2),
    promptLimit: 800,
    checks: vaceChecks,
    showsActualPrompt: true,
    output: (body, inputSeconds) => ({
      ...clip(
        VIDEO_FUNCTIONS.has(valueAt(body, "input.function"))
          ? Math.min(inputSeconds, MAX_OUTPUT_SECONDS)
          : MAX_OUTPUT_SECONDS,
      ),
      size: textAt(body, "parameters.size"),
    }),
    usage: "standard",
    prices: WAN21_PLUS,
    checked: "all five functions: fields, lists, roles, masks, ranges; truncates the prompt at 800",
    source: "docs",
  };
}

export const VACE_MODELS: readonly Model[] = [
  vace("wanx2.1-vace-plus", BEIJING),
  vace("wan2.1-vace-plus", SINGAPORE),
];
