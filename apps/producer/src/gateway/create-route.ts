import type { Model } from "@dashqueue/dashscope";

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
export function createRouteOf(
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
