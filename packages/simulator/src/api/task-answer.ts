import { alteredPrompt } from "../faults/altered-prompt.ts";
import type { DuringEffect } from "../faults/fault.ts";
import { findModel } from "../models/catalog.ts";
import type { Model, ResultShape } from "../models/model.ts";
import { resultPaths } from "../storage/result-path.ts";
import { signUrl } from "../storage/signed-url.ts";
import { failureOfCode } from "../tasks/failure.ts";
import type { Task } from "../tasks/task.ts";
import { madeParts } from "../tasks/task.ts";
import { endOf, failureOf, isDeleted, startOf, statusAt } from "../tasks/task-status.ts";
import { formatBeijing } from "../time/beijing-time.ts";
import { usageOf } from "./usage.ts";

type Body = Readonly<Record<string, unknown>>;

export interface AnswerContext {
  readonly now: number;
  /** The origin of the result host: `http://127.0.0.1:1235`. */
  readonly resultOrigin: string;
  readonly showsPromptEarly: boolean;
  /** A fault that falsifies the answer. */
  readonly effect: DuringEffect | null;
}

/**
 * GET /tasks/{id}. An id that is unknown, or whose record is deleted, is not an error: its status
 * is UNKNOWN.
 * Source: the result samples of DashScope's documentation; "任务查询过期" for UNKNOWN.
 */
export function taskAnswer(id: string, task: Task | undefined, context: AnswerContext): Body {
  const { now, showsPromptEarly } = context;
  if (task === undefined || isDeleted(task, now))
    return { output: { task_id: id, task_status: "UNKNOWN" } };
  if (context.effect?.kind === "report")
    return { output: { task_id: id, task_status: context.effect.status } };
  const status = statusAt(task, now);
  const head = { task_id: id, task_status: status };
  const early = showsPromptEarly ? { orig_prompt: task.prompt } : {};
  switch (status) {
    case "PENDING":
    case "RUNNING":
    case "PRE-PROCESSING":
    case "POST-PROCESSING":
    case "SUSPENDED":
    case "CANCELED":
      return { output: { ...head, ...timesOf(task, now), ...early } };
    case "FAILED":
      // A failed task of these models is a top-level error.
      // Source: "万相-图像生成API参考（2.7）".
      if (findModel(task.model)?.result === "choices[]" && failureOf(task)?.code)
        return failureFields(task);
      return { output: { ...head, ...early, ...failureFields(task) } };
    case "SUCCEEDED":
      return successAnswer(shownTask(task, context.effect), context);
  }
}

/** The task with the prompt that the provider shows. */
function shownTask(task: Task, effect: DuringEffect | null): Task {
  return effect?.kind === "alter-prompt"
    ? { ...task, prompt: alteredPrompt(task.prompt, effect.by) }
    : task;
}

function successAnswer(task: Task, context: AnswerContext): Body {
  const model = findModel(task.model);
  const { result = "video_url" } = model ?? {};
  return {
    output: {
      task_id: task.id,
      task_status: "SUCCEEDED",
      ...timesOf(task, context.now),
      ...(context.effect?.kind === "omit-result" ? {} : resultFields(task, result, context)),
      ...(result === "choices[]" || model?.promptLimit === 0 ? {} : promptsOf(task, model)),
    },
    ...(model === undefined ? {} : { usage: usageOf(task, model.usage) }),
  };
}

function promptsOf(task: Task, model: Model | undefined): Body {
  const showsActual = task.isPromptExtended && model?.showsActualPrompt === true;
  return {
    orig_prompt: task.prompt,
    ...(showsActual ? { actual_prompt: `${task.prompt} Rewritten with more detail.` } : {}),
  };
}

function resultFields(task: Task, shape: ResultShape, { now, resultOrigin }: AnswerContext): Body {
  const expiresAt = (endOf(task, now) ?? now) + task.linkLifeMs;
  const urls = resultPaths(task).map((path) => signUrl(resultOrigin, path, expiresAt));
  switch (shape) {
    case "video_url":
      return { video_url: urls[0] };
    case "results.video_url":
      return { results: { video_url: urls[0] } };
    case "output_video_url":
      return { output_video_url: urls[0] };
    case "results[]":
      return {
        results: [
          ...Array.from({ length: task.failedParts }, () => failureOfCode("DataInspectionFailed")),
          ...urls.map((url) => ({ orig_prompt: task.prompt, url })),
        ],
        task_metrics: metricsOf(task),
      };
    case "choices[]":
      return {
        finished: true,
        choices: urls.map((image) => ({
          finish_reason: "stop",
          message: { role: "assistant", content: [{ type: "image", image }] },
        })),
      };
    case "results[].transcription_url":
      return { results: transcriptions(task, urls), task_metrics: metricsOf(task) };
    case "result.transcription_url":
      return { result: { transcription_url: urls[0] } };
    case "url":
      return { url: urls[0] };
    case "3d":
      return { results: modelLinks(urls) };
  }
}

function metricsOf(task: Task): Body {
  return { TOTAL: task.parts, SUCCEEDED: madeParts(task), FAILED: task.failedParts };
}

/** The transcribed files in the order of the request. The first ones are those that fail. */
function transcriptions(task: Task, urls: readonly (string | undefined)[]): readonly Body[] {
  const files = task.request.input["file_urls"];
  const { code, message } = failureOfCode("InvalidFile.DownloadFailed");
  return (Array.isArray(files) ? files : []).map((file_url: unknown, at) =>
    at < task.failedParts
      ? { file_url, code, message, subtask_status: "FAILED" }
      : { file_url, transcription_url: urls[at - task.failedParts], subtask_status: "SUCCEEDED" },
  );
}

function modelLinks(urls: readonly string[]): Body {
  const named = (part: string) => urls.find((url) => url.includes(`-${part}.`));
  const [pbr, base] = [named("pbr"), named("base")];
  return {
    ...(pbr === undefined ? {} : { pbr_model_url: pbr }),
    ...(base === undefined ? {} : { base_model_url: base }),
    rendered_image_url: named("rendered"),
  };
}

/** A FAILED task may have neither a code nor a message. */
function failureFields(task: Task): Body {
  const { code = null, message = null } = failureOf(task) ?? {};
  return { ...(code === null ? {} : { code }), ...(message === null ? {} : { message }) };
}

function timesOf(task: Task, now: number): Body {
  const start = startOf(task);
  const end = endOf(task, now);
  return {
    submit_time: formatBeijing(task.submittedAt),
    ...(start === null ? {} : { scheduled_time: formatBeijing(start) }),
    ...(end === null ? {} : { end_time: formatBeijing(end) }),
  };
}
