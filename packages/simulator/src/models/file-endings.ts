import type { CreateBody } from "../checks/create-body.ts";
import { valueAt } from "../checks/create-body.ts";
import type { ResultShape } from "./model.ts";

/**
 * The endings of the names of a task's result files.
 *
 * @param parts the parts of a batch that did not fail.
 */
export function fileEndings(
  shape: ResultShape,
  parts: number,
  body: CreateBody,
): readonly string[] {
  const each = (type: string) => Array.from({ length: parts }, (_, at) => `-${at + 1}.${type}`);
  switch (shape) {
    case "video_url":
    case "results.video_url":
    case "output_video_url":
      return [".mp4"];
    case "results[]":
    case "choices[]":
      return each("png");
    case "results[].transcription_url":
      return each("json");
    case "result.transcription_url":
      return [".json"];
    case "url":
      return [".txt.gz"];
    case "3d":
      return [isBare(body) ? "-base.glb" : "-pbr.glb", "-rendered.webp"];
  }
}

/** Only a 3D model without texture and material is bare. Source: "Tripo-3D模型生成API参考". */
function isBare(body: CreateBody): boolean {
  return ["texture", "pbr"].every((name) => valueAt(body, `parameters.${name}`) === false);
}
