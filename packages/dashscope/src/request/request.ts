import type { FindModel } from "../models/catalogue.ts";
import { findModel } from "../models/catalogue.ts";
import { replaceMediaUrls } from "../media/media-urls.ts";
import type { Problem } from "./problem-text.ts";
import type { Region } from "../client/region.ts";
import { namesIn, refusalOf } from "../models/region-offer.ts";

/** DashScope's create body. */
export interface CreateRequest {
  readonly model: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}

export type ReadRequest =
  | { readonly ok: true; readonly request: CreateRequest }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface ReadRequestOptions {
  /** Where the request may be sent to. Without any, every model may be asked for. */
  readonly regions?: readonly Region[] | undefined;
  /** Where models are looked up; the catalogue by default. */
  readonly findModel?: FindModel | undefined;
  /**
   * Whether a media URL is a placeholder of the caller's own, which it replaces by an `oss://` URL before it sends the
   * request. It is checked as the URL that will replace it.
   */
  readonly isPlaceholder?: ((url: string) => boolean) | undefined;
}

/**
 * Reads a create body strictly and names every problem at once: what is wrong here costs money or is cut silently there.
 * What is right is returned unchanged; no default is filled in.
 */
export function readRequest(body: unknown, options: ReadRequestOptions = {}): ReadRequest {
  const { regions = [], findModel: find = findModel, isPlaceholder } = options;
  const id = typeof body === "object" && body !== null && "model" in body ? body.model : undefined;
  const model = typeof id === "string" ? find(id) : undefined;
  if (model === undefined) {
    const message =
      typeof id === "string" && id !== "" ? `${id} is not a known model` : "is required";
    const known = namesIn(regions).join(", ");
    return { ok: false, problems: [{ path: "model", message: `${message}; known are: ${known}` }] };
  }
  const refusal = refusalOf(model, regions);
  const problems = [
    ...(refusal === null ? [] : [{ path: "model", message: refusal }]),
    ...model.problemsOf(
      isPlaceholder === undefined
        ? body
        : withoutPlaceholders(body as CreateRequest, isPlaceholder),
    ),
  ];
  return problems.length === 0
    ? { ok: true, request: body as CreateRequest }
    : { ok: false, problems };
}

function withoutPlaceholders(
  body: CreateRequest,
  isPlaceholder: (url: string) => boolean,
): CreateRequest {
  return replaceMediaUrls(body, (url) => (isPlaceholder(url) ? "oss://placeholder" : url));
}
