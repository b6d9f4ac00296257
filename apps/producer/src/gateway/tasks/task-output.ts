import type { ResultShape } from "@dashqueue/dashscope";
import { findModel } from "@dashqueue/dashscope";
import type { ArchivedFile, Generation } from "@dashqueue/queue/internal";

import { failureCodeOf } from "./failure-code.ts";

type Fields = Readonly<Record<string, unknown>>;
type Succeeded = Extract<Generation, { status: "succeeded" }>;

type Entry =
  | { readonly kind: "file"; readonly url: string }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/**
 * The fields of `output` with the result.
 *
 * @param linkOf returns the link to an archived file.
 * @param given the shape; by default the one documented for the model.
 */
export function taskOutput(
  { request, files, missing, result }: Pick<Succeeded, "request" | "files" | "missing" | "result">,
  linkOf: (file: ArchivedFile) => string,
  given?: ResultShape,
): Fields {
  const { origPrompt, actualPrompt, failedEntries } = result;
  const prompts = {
    ...(origPrompt === null ? {} : { orig_prompt: origPrompt }),
    ...(actualPrompt === null ? {} : { actual_prompt: actualPrompt }),
  };
  const shape = given ?? findModel(request.model)?.result ?? shapeOf(files);
  const shown = files.filter(({ contentType }) => shape !== "video_url" || !isImage(contentType));
  const entries: Entry[] = shown.map((file) => ({ kind: "file", url: linkOf(file) }));
  // Ascending, so that each index is right once the entries before it are in place.
  for (const { index, failure } of missing.toSorted((a, b) => a.index - b.index))
    entries.splice(index, 0, {
      kind: "failed",
      code: failureCodeOf({ ...failure, code: "" }),
      message: failure.message,
    });
  for (const { index, code, message } of failedEntries.toSorted((a, b) => a.index - b.index))
    entries.splice(index, 0, { kind: "failed", code, message });
  return outputIn(shape, entries, prompts);
}

const isImage = (contentType: string) => contentType.startsWith("image/");

/** The shape for a model outside the catalog, by the type of its files. */
function shapeOf(files: readonly ArchivedFile[]): ResultShape {
  return files.some(({ contentType }) => contentType.startsWith("video/"))
    ? "video_url"
    : "results[].url";
}

function outputIn(shape: ResultShape, entries: readonly Entry[], prompts: Fields): Fields {
  const urls = entries.flatMap((entry) => (entry.kind === "file" ? [entry.url] : []));
  switch (shape) {
    case "video_url": {
      const [video, watermarked] = urls;
      return {
        video_url: video,
        ...(watermarked === undefined ? {} : { watermark_video_url: watermarked }),
        ...prompts,
      };
    }
    case "results.video_url":
      return { results: { video_url: urls[0] }, ...prompts };
    case "results[].url":
      return {
        results: entries.map((entry) =>
          entry.kind === "file"
            ? { ...prompts, url: entry.url }
            : { code: entry.code, message: entry.message },
        ),
        task_metrics: {
          TOTAL: entries.length,
          SUCCEEDED: urls.length,
          FAILED: entries.length - urls.length,
        },
      };
    case "choices[].message.content[].image":
      return {
        finished: true,
        choices: urls.map((url) => ({
          finish_reason: "stop",
          message: { role: "assistant", content: [{ type: "image", image: url }] },
        })),
      };
  }
}
