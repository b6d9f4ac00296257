import type { FindModel } from "../catalog/catalog.ts";
import { findModel } from "../catalog/catalog.ts";
import { namesIn, refusalOf } from "../catalog/region-offer.ts";
import { retirementOf } from "../catalog/retirement.ts";
import type { Region } from "../facts/region.ts";
import { replaceMediaUrls } from "../media/media-urls.ts";
import type { CreateRequest } from "../checks/create-request.ts";
import { isTooDeep, MOST_LEVELS } from "../checks/nesting.ts";
import type { Problem } from "../checks/problem-text.ts";
import { onePerField } from "../checks/request-shape.ts";
import { didYouMean, similarModels } from "../checks/similar.ts";
import { textProblems } from "../checks/text-problems.ts";

export type ReadRequest =
  | { readonly ok: true; readonly request: CreateRequest }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface ReadRequestOptions {
  /** The regions that the request can be sent to. Without any, every model is accepted. */
  readonly regions?: readonly Region[] | undefined;
  /**
   * When the request is made, epoch milliseconds. A model that is retired by then is refused;
   * without a time, none is.
   */
  readonly now?: number | undefined;
  /** Where models are looked up; by default in the catalog. */
  readonly findModel?: FindModel | undefined;
  /**
   * Whether a media URL is a placeholder of the caller's own, which it replaces by an `oss://` URL
   * before it sends the request. It is checked as the URL that will replace it.
   */
  readonly isPlaceholder?: ((url: string) => boolean) | undefined;
}

/**
 * Reads the body of a create request strictly and names every problem at once, including values
 * that the provider would silently ignore or truncate and still bill. A valid body is returned
 * unchanged; no default is filled in.
 */
export function readRequest(body: unknown, options: ReadRequestOptions = {}): ReadRequest {
  const { regions = [], now = 0, findModel: find = findModel, isPlaceholder } = options;
  if (isTooDeep(body)) {
    const message = `must not be nested deeper than ${MOST_LEVELS} levels`;
    return { ok: false, problems: [{ path: "", message }] };
  }
  const id = typeof body === "object" && body !== null && "model" in body ? body.model : undefined;
  const model = typeof id === "string" ? find(id) : undefined;
  const retirement = typeof id === "string" ? retirementOf(id, now) : null;
  if (retirement !== null) return { ok: false, problems: [{ path: "model", message: retirement }] };
  if (model === undefined) {
    const message =
      typeof id === "string" && id !== ""
        ? unknownModelProblem(id, namesIn(regions, now))
        : "is required";
    return { ok: false, problems: [{ path: "model", message }] };
  }
  const refusal = refusalOf(model, regions);
  const request = withoutPlaceholders(body as CreateRequest, isPlaceholder);
  const problems = onePerField([
    ...(refusal === null ? [] : [{ path: "model", message: refusal }]),
    ...textProblems(request.input, "input"),
    ...textProblems(request.parameters, "parameters"),
    ...model.problemsOf(request),
  ]);
  return problems.length === 0
    ? { ok: true, request: body as CreateRequest }
    : { ok: false, problems };
}

function unknownModelProblem(id: string, names: readonly string[]): string {
  const similar = similarModels(id, names);
  return `${id} is not a known model${didYouMean(similar, ": see the list of models")}`;
}

function withoutPlaceholders(
  body: CreateRequest,
  isPlaceholder: ReadRequestOptions["isPlaceholder"],
): CreateRequest {
  if (isPlaceholder === undefined) return body;
  return replaceMediaUrls(body, (url) => (isPlaceholder(url) ? "oss://placeholder" : url));
}
