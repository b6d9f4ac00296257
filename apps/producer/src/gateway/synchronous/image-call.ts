import type { FindModel, Model, ResultShape } from "@dashqueue/dashscope";
import { PATHS, retirementOf } from "@dashqueue/dashscope";

import { modelOf } from "../create-task.ts";
import type { Refusal } from "../refusal.ts";
import { invalidParameter, REFUSALS } from "../refusal.ts";
import { PURPOSE } from "./other-services.ts";
import { promptBodyOf } from "./prompt-body.ts";

/** A synchronous call, as the create request that does the same. */
export type ImageCall =
  | {
      readonly kind: "image";
      readonly model: Model;
      readonly body: unknown;
      /** Where the client looks for the images. */
      readonly result: ResultShape;
    }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** Only synchronous calls use it. */
const MULTIMODAL = "/services/aigc/multimodal-generation/generation";

/** The paths that DashScope serves synchronously for image models, and their answers' shape. */
const RESULTS: ReadonlyMap<string, ResultShape> = new Map([
  [MULTIMODAL, "choices[].message.content[].image"],
  [PATHS.imageMessages, "choices[].message.content[].image"],
  [PATHS.textToImage, "results[].url"],
  [PATHS.imageToImage, "results[].url"],
]);

const ASYNCHRONOUS_ONLY = /^\/services\/aigc\/(video-generation|image2video)\/(?!face-detect)/;

const ONE_TEXT =
  "input.messages: must be one message with one text: the model makes images from text only";

/**
 * Reads a call without `X-DashScope-Async`. Only image models are served: the call waits for a
 * task, and everything else at DashScope answers without one.
 *
 * @param path the path below `/api/v1`.
 */
export function readImageCall(
  path: string,
  body: unknown,
  { findModel, now }: { readonly findModel: FindModel; readonly now: number },
): ImageCall {
  const result = RESULTS.get(path);
  if (result === undefined)
    return refused(ASYNCHRONOUS_ONLY.test(path) ? REFUSALS.notAsynchronous : notServed(PURPOSE));
  const id = modelOf(body);
  if (id === undefined) return refused(REFUSALS.bodyInvalid);
  const model = findModel(id);
  const retirement = retirementOf(id, now);
  if (retirement !== null) return refused(invalidParameter(`${id} ${retirement}`));
  if (model === undefined || !RESULTS.has(model.path))
    return refused(notServed(`${id} is not an image model of the catalog. ${PURPOSE}`));
  if (path === model.path || (path === MULTIMODAL && model.path === PATHS.imageMessages))
    return { kind: "image", model, body, result };
  if (path !== MULTIMODAL || model.path !== PATHS.textToImage) return refused(REFUSALS.wrongPath);
  const promptBody = promptBodyOf(body);
  if (promptBody === null) return refused(invalidParameter(ONE_TEXT));
  return { kind: "image", model, body: promptBody, result };
}

function refused(refusal: Refusal): ImageCall {
  return { kind: "refused", refusal };
}

function notServed(message: string): Refusal {
  return { status: 404, code: "NotFound", message };
}
