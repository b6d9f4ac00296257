import { valueAt } from "../../checks/create-body.ts";
import { flag, oneOf, required, within } from "../../checks/field-checks.ts";
import { mediaUrl } from "../../checks/media-url.ts";
import type { Model } from "../model.ts";
import { limit, VIDEO } from "../model.ts";
import { clip } from "../output.ts";
import { cny } from "../prices.ts";
import { BEIJING } from "../regions.ts";

/** Source: DashScope's documentation, "声动人像VideoRetalk", "视频风格重绘API参考", "限流". */
export const VIDEO_TOOL_MODELS: readonly Model[] = [
  {
    ...VIDEO,
    id: "videoretalk",
    path: "aigc/image2video/video-synthesis",
    regions: BEIJING,
    limit: limit(1, 1),
    promptLimit: 0,
    checks: [
      ...["input.video_url", "input.audio_url"].flatMap((field) => [
        required(field),
        mediaUrl(field),
      ]),
      mediaUrl("input.ref_image_url"),
      flag("parameters.video_extension"),
      within("parameters.query_face_threshold", { min: 120, max: 200, whole: true }),
    ],
    extendsPrompt: false,
    output: (_body, inputSeconds) => clip(inputSeconds),
    usage: "video_duration",
    prices: cny("0.08"),
    runningStatuses: ["PRE-PROCESSING", "RUNNING", "POST-PROCESSING"],
    checked: "video, audio, reference, face threshold, flags",
    source: "docs",
  },
  {
    ...VIDEO,
    id: "video-style-transform",
    regions: BEIJING,
    limit: limit(20, 2),
    promptLimit: 0,
    checks: [
      required("input.video_url"),
      mediaUrl("input.video_url"),
      within("parameters.style", { min: 0, max: 7, whole: true }),
      within("parameters.video_fps", { min: 15, max: 25, whole: true }),
      oneOf("parameters.min_len", [720, 540]),
      flag("parameters.animate_emotion"),
      flag("parameters.use_SR"),
    ],
    extendsPrompt: false,
    output: (body, inputSeconds) => ({
      ...clip(Math.min(inputSeconds, 30)),
      tier: valueAt(body, "parameters.min_len") === 540 ? "540" : "720",
    }),
    result: "output_video_url",
    usage: "style",
    prices: cny({ 540: "0.2", 720: "0.5" }),
    runningStatuses: ["RUNNING", "SUSPENDED", "RUNNING"],
    checked: "video, style, frame rate, frame size, flags",
    source: "docs",
  },
];
