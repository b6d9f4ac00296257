import type { Problem } from "../checks/check.ts";
import { textAt, valueAt } from "../checks/create-body.ts";
import type { Markers } from "../faults/markers.ts";
import { parseMarkers } from "../faults/markers.ts";
import type { Caller } from "../http/caller.ts";
import { textsOf } from "../models/images/message.ts";
import { priceOf } from "../models/model.ts";
import type { TaskTime } from "../settings/simulator-options.ts";
import { failureOfCode } from "../tasks/failure.ts";
import type { Failure, Task } from "../tasks/task.ts";
import type { OpenedCreate } from "./open-create.ts";

export interface TaskFacts {
  readonly id: string;
  readonly requestId: string;
  readonly caller: Caller;
  readonly failure: Problem | null;
  readonly now: number;
}

export interface TaskTimes {
  readonly pendingMs: TaskTime;
  readonly runningMs: TaskTime;
}

/** Builds the task of an accepted create request. */
export function buildTask(
  { model, checked: { body } }: OpenedCreate,
  facts: TaskFacts,
  times: TaskTimes,
): Task {
  const prompt = textAt(body, "input.prompt") ?? textsOf(body)[0] ?? "";
  const markers = parseMarkers(prompt);
  const output = model.output(body, markers.inputSeconds ?? 5);
  const failedImages = Math.min(markers.failImages, output.images);
  const audio = valueAt(body, "parameters.audio");
  const timed = { model: model.id, prompt };
  return {
    id: facts.id,
    requestId: facts.requestId,
    ...facts.caller,
    model: model.id,
    prompt: Array.from(prompt).slice(0, model.promptLimit).join(""),
    isPromptExtended: (valueAt(body, "parameters.prompt_extend") ?? model.extendsPrompt) === true,
    request: body,
    size: output.size,
    tier: output.tier,
    audio: typeof audio === "boolean" ? audio : null,
    outputSeconds: output.seconds,
    inputSeconds: output.inputSeconds,
    images: output.images,
    failedImages,
    unitPrice: priceOf(model, output.tier),
    currency: "CNY",
    failure: facts.failure ?? markedFailure(markers) ?? failedBatch(output.images, failedImages),
    submittedAt: facts.now,
    readyAt: facts.now + (markers.pendingMs ?? timeOf(times.pendingMs, timed)),
    runningMs: markers.runningMs ?? timeOf(times.runningMs, timed),
    life: { phase: "waiting" },
  };
}

/** A batch fails when all of its images fail. */
function failedBatch(images: number, failedImages: number): Failure | null {
  return images > 0 && failedImages === images ? failureOfCode("DataInspectionFailed") : null;
}

function markedFailure({ fail }: Markers): Failure | null {
  return fail === null ? null : failureOfCode(fail.code);
}

function timeOf(time: TaskTime, task: { model: string; prompt: string }): number {
  return typeof time === "number" ? time : time(task);
}
