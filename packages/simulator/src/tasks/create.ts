import type { Caller } from "../http/access.ts";
import { findModel, type Model } from "../models/catalogue.ts";
import { textsOf } from "../models/image-checks.ts";
import { priceOf, textAt } from "../models/model.ts";
import type { CheckedRequest, Problem } from "./check.ts";
import { parseCreateBody, valueAt, type CreateBody } from "./create-body.ts";
import { parseMarkers, type Markers } from "../faults/markers.ts";
import { failureMessages, providerErrors, type ProviderError } from "../http/provider-error.ts";
import type { Settings, TaskTime } from "../settings/settings.ts";
import type { Failure, Task } from "./task.ts";

export type CreateRequest = {
  readonly caller: Caller;
  /** `video-generation/video-synthesis`. */
  readonly path: string;
  readonly isAsync: boolean;
  readonly resolvesOss: boolean;
  readonly text: string;
};

/** A create request that may be counted against the account's limits. */
export type OpenedCreate = { readonly model: Model; readonly checked: CheckedRequest };

/**
 * All that is checked before the limits: header, JSON, model, path, the account's state, in this order (inferred).
 * Source of the errors: DashScope's documentation, "错误码".
 */
export function openCreate(
  request: CreateRequest,
  settings: Settings,
): OpenedCreate | ProviderError {
  if (!request.isAsync) return providerErrors.notAsynchronous;
  const parsed = parseCreateBody(request.text);
  if (parsed === null) return providerErrors.bodyInvalid;
  const { model: id, input = {}, parameters = {} } = parsed;
  if (id === undefined) return providerErrors.modelMissing;
  const model = settings.models.has(id) ? findModel(id) : undefined;
  if (model === undefined) {
    return settings.unknownModel === "model-not-found"
      ? providerErrors.modelNotFound
      : providerErrors.modelUnknown;
  }
  if (model.path !== request.path) return providerErrors.pathWrong;
  if (settings.standingOf(request.caller.account) === "in-arrears") return providerErrors.inArrears;
  const body: CreateBody = { model: id, input, parameters };
  return { model, checked: { body, resolvesOss: request.resolvesOss } };
}

/** The first problem that refuses the create, and the first that only its task will tell. */
export function findProblems(
  { model, checked }: OpenedCreate,
  asyncChecks: ReadonlySet<string>,
): { readonly refusal: Problem | null; readonly failure: Problem | null } {
  const found = model.checks.flatMap(({ name, find }) => {
    const problem = find(checked);
    return problem === null ? [] : [{ problem, isLate: asyncChecks.has(name) }];
  });
  return {
    refusal: found.find(({ isLate }) => !isLate)?.problem ?? null,
    failure: found.find(({ isLate }) => isLate)?.problem ?? null,
  };
}

/** What a create of this body is told on its model's own path, at once or in its task; null when nothing is wrong with it. */
export function refusalOf(body: CreateBody): string | null {
  const model = findModel(body.model);
  if (model === undefined) return providerErrors.modelUnknown.message;
  const { refusal } = findProblems({ model, checked: { body, resolvesOss: true } }, new Set());
  return refusal?.message ?? null;
}

export type TaskFacts = {
  readonly id: string;
  readonly requestId: string;
  readonly caller: Caller;
  readonly failure: Problem | null;
  readonly now: number;
};

/** The task that an accepted create makes. */
export function buildTask(
  { model, checked: { body } }: OpenedCreate,
  facts: TaskFacts,
  settings: Settings,
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
    readyAt: facts.now + (markers.pendingMs ?? timeOf(settings.pendingMs, timed)),
    runningMs: markers.runningMs ?? timeOf(settings.runningMs, timed),
    life: { phase: "waiting" },
  };
}

/** A batch of which nothing was made has failed. */
function failedBatch(images: number, failedImages: number): Failure | null {
  return images > 0 && failedImages === images ? failureOfCode("DataInspectionFailed") : null;
}

function markedFailure({ fail }: Markers): Failure | null {
  return fail === null ? null : failureOfCode(fail.code);
}

/** How a task fails with this code; null is a failure without code and message. */
export function failureOfCode(code: string | null): Failure {
  if (code === null) return { code: null, message: null };
  return {
    code,
    message: failureMessages[code] ?? "The task failed because its prompt asked for it.",
  };
}

function timeOf(time: TaskTime, task: { model: string; prompt: string }): number {
  return typeof time === "number" ? time : time(task);
}
