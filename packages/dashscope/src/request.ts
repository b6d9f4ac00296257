import { findModel, MODELS } from "./catalogue.ts";
import type { Problem } from "./problem-text.ts";
import { problemsOf, sentenceOf } from "./problem-text.ts";

/** DashScope's create body. */
export interface CreateRequest {
  readonly model: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}

export type ReadRequest =
  | { readonly ok: true; readonly request: CreateRequest }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a create body strictly and names every problem at once: what is wrong here costs money or is cut silently there.
 * What is right is returned unchanged; no default is filled in.
 */
export function readRequest(body: unknown): ReadRequest {
  const id = typeof body === "object" && body !== null && "model" in body ? body.model : undefined;
  const model = typeof id === "string" ? findModel(id) : undefined;
  if (model === undefined) {
    const known = MODELS.map((known) => known.id).join(", ");
    const message = typeof id === "string" && id !== "" ? `${id} is not a known model` : "is required";
    return { ok: false, problems: [{ path: "model", message: `${message}; known are: ${known}` }] };
  }
  const read = model.request.safeParse(body, { error: sentenceOf });
  if (read.success) return { ok: true, request: body as CreateRequest };
  return { ok: false, problems: problemsOf(read.error.issues) };
}

/** Every URL in a request's input that the provider will fetch, with its place. */
export function mediaUrls(
  request: CreateRequest,
): readonly { readonly path: string; readonly url: string }[] {
  return Object.entries(request.input).flatMap(([key, value]) => {
    if (!/_urls?$/.test(key)) return [];
    if (typeof value === "string") return [{ path: `input.${key}`, url: value }];
    if (!Array.isArray(value)) return [];
    return value.flatMap((url: unknown, index) =>
      typeof url === "string" ? [{ path: `input.${key}[${index}]`, url }] : [],
    );
  });
}
