import path from "node:path";

/** The folder of the checkout. */
export const root = path.resolve(import.meta.dirname, "../..");

/** Everything the local stack keeps; removing it starts afresh. */
export const dataFolder = path.join(root, "data");

/** A path as people type it here. */
export function shortPath(file: string): string {
  const relative = path.relative(root, file);
  return relative.startsWith("..") ? file : `./${relative}`;
}
