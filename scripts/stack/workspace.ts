import path from "node:path";

/** The folder of the checkout. */
export const root = path.resolve(import.meta.dirname, "../..");

/** Everything the local stack keeps; removing it starts afresh. */
export const dataFolder = path.join(root, "data");

/** V8's compile cache of the apps: it halves what their start costs. */
export const compileCache = path.join(root, "node_modules/.cache/node");

/** A path as people type it here. */
export function shortPath(file: string): string {
  const relative = path.relative(root, file);
  return relative.startsWith("..") ? file : `./${relative}`;
}
