import type { Model } from "@dashqueue/dashscope";
import type { Call } from "@dashqueue/queue/internal";

export type ReadCall =
  | { readonly ok: true; readonly call: Pick<Call, "workspace" | "dataInspection"> }
  | { readonly ok: false; readonly problem: string };

/** Reads the headers that are stored with a generation and sent with its create request. */
export function readCall(headerOf: (name: string) => string | undefined): ReadCall {
  const wrong = [WORKSPACE, DATA_INSPECTION].find((name) => !SENDABLE.test(headerOf(name) ?? ""));
  if (wrong !== undefined)
    return { ok: false, problem: `${wrong} must be at most 256 printable ASCII characters` };
  const workspace = headerOf(WORKSPACE) || null;
  const dataInspection = headerOf(DATA_INSPECTION) || null;
  return { ok: true, call: { workspace, dataInspection } };
}

const WORKSPACE = "X-DashScope-WorkSpace";
const DATA_INSPECTION = "X-DashScope-DataInspection";
const SENDABLE = /^[\x20-\x7e]{0,256}$/;

export type Route =
  | { readonly kind: "right"; readonly path: string | null }
  | { readonly kind: "wrong" };

/**
 * Whether a create request for a model may use this path, and the path to store: that of a model
 * whose own path is not known. DashScope's pages and clients do not agree on the folder of some
 * models, so a path that ends like the model's is right unless the gateway is strict.
 *
 * @param path below the base URL, as in `/services/aigc/video-generation/video-synthesis`.
 */
export function routeOf(
  path: string,
  model: Pick<Model, "path" | "isPathKnown"> | undefined,
  isStrict: boolean,
): Route {
  if (model === undefined) return { kind: "right", path: null };
  if (!model.isPathKnown) return SAFE_PATH.test(path) ? { kind: "right", path } : { kind: "wrong" };
  const isRight =
    path === model.path || (!isStrict && operationOf(path) === operationOf(model.path));
  return isRight ? { kind: "right", path: null } : { kind: "wrong" };
}

/** No dot may stand alone, because `..` leaves the folder. */
const SAFE_PATH = /^\/services(\/[\w-]+(\.[\w-]+)*){1,6}$/;

function operationOf(path: string): string {
  return path.slice(path.lastIndexOf("/"));
}
