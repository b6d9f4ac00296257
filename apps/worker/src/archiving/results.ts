import type { ResultFile, Task } from "@dashqueue/dashscope";
import { findModel } from "@dashqueue/dashscope";

/**
 * The files to copy of a task. The catalog describes the output of its models; of any other model,
 * every link is a result. A known model that returns no file where it should returns one elsewhere,
 * if it returns one at all.
 */
export function resultsOf(
  model: string | null,
  { files, otherFiles = [] }: Pick<Extract<Task, { status: "SUCCEEDED" }>, "files" | "otherFiles">,
): readonly ResultFile[] {
  const isDescribed = model !== null && findModel(model) !== undefined;
  return isDescribed && files.length > 0 ? files : [...files, ...otherFiles];
}
