import type { Problem } from "../checks/check.ts";
import type { CreateBody } from "../checks/create-body.ts";
import { textAt, valueAt } from "../checks/create-body.ts";
import type { Markers } from "../faults/markers.ts";
import { parseMarkers } from "../faults/markers.ts";
import type { Caller } from "../http/caller.ts";
import { textsOf } from "../models/images/message.ts";
import type { Output } from "../models/model.ts";
import { unitPriceOf } from "../models/prices.ts";
import { fileEndings } from "../models/file-endings.ts";
import type { Settings } from "../settings/settings.ts";
import type { TaskTime } from "../settings/simulator-options.ts";
import { failureOfCode } from "../tasks/failure.ts";
import type { Failure, Task } from "../tasks/task.ts";
import { DAY_MS } from "../tasks/task.ts";
import type { OpenedCreate } from "./open-create.ts";

export interface TaskFacts {
  readonly id: string;
  readonly requestId: string;
  readonly caller: Caller;
  readonly failure: Problem | null;
  readonly now: number;
}

export type TaskSettings = Pick<Settings, "pendingMs" | "runningMs" | "region" | "linkLifeMs">;

/** Builds the task of an accepted create request. */
export function buildTask(
  { model, checked: { body } }: OpenedCreate,
  facts: TaskFacts,
  { pendingMs, runningMs, region, linkLifeMs }: TaskSettings,
): Task {
  const prompt = textAt(body, "input.prompt") ?? textsOf(body)[0] ?? "";
  const markers = parseMarkers(prompt === "" ? linksOf(body) : prompt);
  const output = model.output(body, markers.inputSeconds ?? 5);
  const failedParts = Math.min(markers.failImages, output.parts);
  const audio = valueAt(body, "parameters.audio");
  const timed = { model: model.id, prompt };
  return {
    id: facts.id,
    requestId: facts.requestId,
    ...facts.caller,
    model: model.id,
    path: model.path,
    prompt: Array.from(prompt).slice(0, model.promptLimit).join(""),
    isPromptExtended: (valueAt(body, "parameters.prompt_extend") ?? model.extendsPrompt) === true,
    request: body,
    size: output.size,
    tier: output.tier,
    audio: typeof audio === "boolean" ? audio : null,
    outputSeconds: output.seconds,
    inputSeconds: output.inputSeconds,
    parts: output.parts,
    failedParts,
    files: [...fileEndings(model.result, output.parts - failedParts, body)],
    linkLifeMs: linkLifeMs ?? model.linkLifeMs ?? DAY_MS,
    units: unitsOf(output, failedParts),
    ...unitPriceOf(model.prices, region, output.rate ?? output.tier),
    failure: facts.failure ?? markedFailure(markers) ?? failedBatch(output.parts, failedParts),
    submittedAt: facts.now,
    readyAt: facts.now + (markers.pendingMs ?? timeOf(pendingMs, timed)),
    runningMs: markers.runningMs ?? timeOf(runningMs, timed),
    runningStatuses: [...(model.runningStatuses ?? ["RUNNING"])],
    life: { phase: "waiting" },
  };
}

/** The links of a request without a prompt, whose markers are percent-encoded. */
function linksOf({ input }: CreateBody): string {
  return JSON.stringify(input).replaceAll("%20", " ");
}

/** What a success bills. The price of an embedding is that of a million tokens. */
function unitsOf({ seconds, inputSeconds, parts, tokens }: Output, failedParts: number): number {
  if (tokens > 0) return tokens / 1_000_000;
  if (parts === 0) return seconds + inputSeconds;
  return (parts - failedParts) * (seconds === 0 ? 1 : seconds);
}

/** A batch fails when all of its parts fail. */
function failedBatch(parts: number, failedParts: number): Failure | null {
  return parts > 0 && failedParts === parts ? failureOfCode("DataInspectionFailed") : null;
}

function markedFailure({ fail }: Markers): Failure | null {
  return fail === null ? null : failureOfCode(fail.code);
}

function timeOf(time: TaskTime, task: { model: string; prompt: string }): number {
  return typeof time === "number" ? time : time(task);
}
