import path from "node:path";
import { fileURLToPath } from "node:url";

import { z } from "zod";

/**
 * The folder of the archive. The URL is parsed to an absolute path; a relative one is resolved
 * against the working directory.
 */
export const archiveEnv = {
  ARCHIVE_URL: z
    .string()
    .transform((url, context) => {
      const folder = folderOf(url);
      if (folder !== null) return folder;
      context.addIssue({
        code: "custom",
        message: "must be a file: URL of a folder, like file:./data/archive",
      });
      return z.NEVER;
    })
    .prefault("file:./data/archive"),
};

function folderOf(url: string): string | null {
  const [, location] = /^file:(.+)$/.exec(url) ?? [];
  if (location === undefined) return null;
  if (!location.startsWith("//")) return path.resolve(location);
  try {
    return fileURLToPath(url);
  } catch {
    return null;
  }
}
