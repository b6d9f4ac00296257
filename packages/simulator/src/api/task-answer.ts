import { alteredPrompt } from "../faults/altered-prompt.ts";
import type { DuringEffect } from "../faults/fault.ts";
import { findModel } from "../models/catalog.ts";
import type { Model, ResultShape } from "../models/model.ts";
import { resultPaths } from "../storage/result-path.ts";
import { signUrl } from "../storage/signed-url.ts";
import { failureOfCode } from "../tasks/failure.ts";
import type { Task } from "../tasks/task.ts";
import { endOf, failureOf, isDeleted, startOf, statusAt } from "../tasks/task-status.ts";
import { formatBeijing } from "../time/beijing-time.ts";
import { usageOf } from "./usage.ts";

type Body = Readonly<Record<string, unknown>>;

export interface AnswerContext {
  readonly now: number;
  /** The origin of the result host: `http://127.0.0.1:1235`. */
  readonly resultOrigin: string;
  readonly showsPromptEarly: boolean;
  readonly linkLifeMs: number;
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

function resultFields(
  task: Task,
  shape: ResultShape,
  { now, resultOrigin, linkLifeMs }: AnswerContext,
): Body {
  const expiresAt = (endOf(task, now) ?? now) + linkLifeMs;
  const urls = resultPaths(task).map((path) => signUrl(resultOrigin, path, expiresAt));
  switch (shape) {
    case "video_url":
      return { video_url: urls[0] };
    case "results.video_url":
      return { results: { video_url: urls[0] } };
    case "results[]":
      return {
        results: [
          ...Array.from({ length: task.failedImages }, () => failureOfCode("DataInspectionFailed")),
          ...urls.map((url) => ({ orig_prompt: task.prompt, url })),
        ],
        task_metrics: { TOTAL: task.images, SUCCEEDED: urls.length, FAILED: task.failedImages },
      };
    case "choices[]":
      return {
        finished: true,
        choices: urls.map((image) => ({
          finish_reason: "stop",
          message: { role: "assistant", content: [{ type: "image", image }] },
        })),
      };
  }
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
