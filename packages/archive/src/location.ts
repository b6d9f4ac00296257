import path from "node:path";
import { fileURLToPath } from "node:url";

import { z } from "zod";

/** Where an archive is. Holds no credential. */
export type ArchiveLocation = {
  readonly kind: "folder";
  /** An absolute path. */
  readonly folder: string;
};

/**
 * Reads an `ARCHIVE_URL`; null if it names no archive.
 *
 * @param workingFolder resolves a relative path.
 */
export function archiveLocation(
  url: string,
  workingFolder: string = process.cwd(),
): ArchiveLocation | null {
  const [, location] = /^file:(.+)$/.exec(url) ?? [];
  if (location === undefined) return null;
  if (!location.startsWith("//"))
    return { kind: "folder", folder: path.resolve(workingFolder, location) };
  try {
    return { kind: "folder", folder: fileURLToPath(url) };
  } catch {
    return null;
  }
}

export const DEFAULT_ARCHIVE_URL = "file:./data/archive";

/** The variable of every process that opens the archive. */
export const archiveEnv = {
  ARCHIVE_URL: z
    .string()
    .transform((url, context) => {
      const location = archiveLocation(url);
      if (location !== null) return location;
      context.addIssue({
        code: "custom",
        message: "must be a file: URL of a folder, like file:./data/archive",
      });
      return z.NEVER;
    })
    .prefault(DEFAULT_ARCHIVE_URL),
};
