import { readdir, stat } from "node:fs/promises";
import path from "node:path";

import type { Listed } from "../archive.ts";

/** Yields the files of a folder by their keys, in order, without hidden ones. */
export async function* listFolder(
  root: string,
  prefix: string,
  after: string,
): AsyncGenerator<Listed, void, undefined> {
  yield* walk(root, prefix.slice(0, prefix.lastIndexOf("/") + 1), { prefix, after });
}

interface Wanted {
  readonly prefix: string;
  readonly after: string;
}

/** @param parent the key of the folder with its slash; empty for the root. */
async function* walk(
  root: string,
  parent: string,
  wanted: Wanted,
): AsyncGenerator<Listed, void, undefined> {
  const entries =
    (await readdir(path.join(root, parent), { withFileTypes: true }).catch(absent)) ?? [];
  // Keys are ordered as a whole, so a folder sorts by its name with the slash.
  const keys = entries
    .filter(({ name }) => !name.startsWith("."))
    .map((entry) => `${parent}${entry.name}${entry.isDirectory() ? "/" : ""}`)
    .sort();
  for (const key of keys) {
    if (!mayHold(key, wanted)) continue;
    if (key.endsWith("/")) yield* walk(root, key, wanted);
    else {
      const found = await stat(path.join(root, key)).catch(absent);
      if (found !== null) yield { key, bytes: found.size, modifiedAt: found.mtimeMs };
    }
  }
}

/** Whether a file is wanted, or a folder may hold one that is. */
function mayHold(key: string, { prefix, after }: Wanted): boolean {
  const isFolder = key.endsWith("/");
  const hasPrefix = key.startsWith(prefix) || (isFolder && prefix.startsWith(key));
  return hasPrefix && (key > after || (isFolder && after.startsWith(key)));
}

function absent(error: unknown): null {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return null;
  throw error;
}
