import type { ResultShape } from "@dashqueue/dashscope";
import { findModel } from "@dashqueue/dashscope";
import type { ArchivedFile, Generation } from "@dashqueue/queue/internal";

import { failureCodeOf } from "./failure-answer.ts";

type Fields = Readonly<Record<string, unknown>>;
type Succeeded = Extract<Generation, { status: "succeeded" }>;

type Entry =
  | { readonly kind: "file"; readonly name: string; readonly url: string }
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
  const shape = given ?? findModel(request.model)?.result ?? shapeOf(request, files);
  const shown = files.filter(({ contentType }) => shape !== "video_url" || !isImage(contentType));
  const entries: Entry[] = shown.map((file) => ({
    kind: "file",
    name: file.name,
    url: linkOf(file),
  }));
  // Ascending, so that each index is right once the entries before it are in place.
  for (const { index, failure } of missing.toSorted((a, b) => a.index - b.index))
    entries.splice(index, 0, {
      kind: "failed",
      code: failureCodeOf({ ...failure, code: "" }),
      message: failure.message,
    });
  for (const { index, code, message } of failedEntries.toSorted((a, b) => a.index - b.index))
    entries.splice(index, 0, { kind: "failed", code, message });
  return outputIn(shape, { entries, prompts, sources: request.input["file_urls"] });
}

const isImage = (contentType: string) => contentType.startsWith("image/");

/** The shape for a model outside the catalog, by its files. */
function shapeOf(
  { input }: Pick<Succeeded["request"], "input">,
  files: readonly ArchivedFile[],
): ResultShape {
  if (files.some(({ contentType }) => contentType.startsWith("video/"))) return "video_url";
  const [first] = files;
  if (first?.name.startsWith("transcript") === true)
    return "file_urls" in input ? "results[].transcription_url" : "result.transcription_url";
  return "results[].url";
}

interface Result {
  /** Every part of a batch, in the order of the provider. */
  readonly entries: readonly Entry[];
  readonly prompts: Fields;
  /** The files of the request that were transcribed. */
  readonly sources: unknown;
}

function outputIn(shape: ResultShape, { entries, prompts, sources }: Result): Fields {
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
    case "output_video_url":
      return { output_video_url: urls[0], ...prompts };
    case "results.video_url":
      return { results: { video_url: urls[0] }, ...prompts };
    case "results[].url":
      return {
        results: entries.map((entry) =>
          entry.kind === "file"
            ? { ...prompts, url: entry.url }
            : { code: entry.code, message: entry.message },
        ),
        task_metrics: metricsOf(entries),
      };
    case "results[].transcription_url":
      return {
        results: entries.map((entry, index) => transcriptOf(entry, listed(sources)[index])),
        task_metrics: metricsOf(entries),
      };
    case "result.transcription_url":
      return { result: { transcription_url: urls[0] } };
    case "results.model_urls":
      return { results: modelLinks(entries), ...prompts };
    case "url":
      return { url: urls[0] };
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

function metricsOf(entries: readonly Entry[]): Fields {
  const succeeded = entries.filter(({ kind }) => kind === "file").length;
  return { TOTAL: entries.length, SUCCEEDED: succeeded, FAILED: entries.length - succeeded };
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function transcriptOf(entry: Entry, file_url: unknown): Fields {
  return entry.kind === "file"
    ? { file_url, transcription_url: entry.url, subtask_status: "SUCCEEDED" }
    : { file_url, code: entry.code, message: entry.message, subtask_status: "FAILED" };
}

/** The links to the files of a 3D model, by the names in the archive. */
function modelLinks(entries: readonly Entry[]): Fields {
  const files = entries.filter((entry) => entry.kind === "file");
  const urlOf = (stem: string) => files.find(({ name }) => name.startsWith(`${stem}.`))?.url;
  return {
    pbr_model_url: urlOf("model"),
    base_model_url: urlOf("model-base"),
    rendered_image_url: urlOf("preview"),
  };
}
