import path from "node:path";

/** The folder of the checkout. */
export const ROOT = path.resolve(import.meta.dirname, "../..");

/** All data of the local stack. Remove this folder to start afresh. */
export const DATA_FOLDER = path.join(ROOT, "data");

export const LOG_FOLDER = path.join(DATA_FOLDER, "logs");

/** V8's compile cache of the apps, which halves what their start costs. */
export const COMPILE_CACHE = path.join(ROOT, "node_modules/.cache/node");

/** A path relative to the checkout, where it is inside. */
export function shortPath(file: string): string {
  const relative = path.relative(ROOT, file);
  return relative.startsWith("..") ? file : `./${relative}`;
}
