import { valueAt } from "../tasks/create-body.ts";
import {
  beijing,
  clip,
  limit,
  singapore,
  textAt,
  video,
  type Model,
  type Region,
} from "./model.ts";
import { vaceChecks } from "./vace-checks.ts";

const maxOutputSeconds = 5;
const videoFunctions = new Set<unknown>(["video_repainting", "video_edit", "video_outpainting"]);

/** Source: DashScope's documentation, "万相-视频编辑API参考（2.1）", "限流", and its price list. */
function vace(id: string, regions: readonly Region[]): Model {
  return {
    ...video,
    id,
    regions,
    limit: limit(2, 2),
    promptLimit: 800,
    checks: vaceChecks,
    showsActualPrompt: true,
    output: (body, inputSeconds) => ({
      ...clip(
        videoFunctions.has(valueAt(body, "input.function"))
          ? Math.min(inputSeconds, maxOutputSeconds)
          : maxOutputSeconds,
      ),
      size: textAt(body, "parameters.size"),
    }),
    usage: "standard",
    price: "0.70",
    checked: "all five functions: fields, lists, roles, masks, ranges; the prompt is cut at 800",
    source: "docs",
  };
}

export const vaceModels: readonly Model[] = [
  vace("wanx2.1-vace-plus", beijing),
  vace("wan2.1-vace-plus", singapore),
];
