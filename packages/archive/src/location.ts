import path from "node:path";
import { fileURLToPath } from "node:url";

import { z } from "zod";

/** Where an archive is. Holds no credential. */
export type ArchiveLocation = FolderLocation | S3Location;

export interface FolderLocation {
  readonly kind: "folder";
  /** An absolute path. */
  readonly folder: string;
}

export interface S3Location {
  readonly kind: "s3";
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  /** Whether the bucket is part of the path, and not of the host. An IP address always has this. */
  readonly pathStyle: boolean;
}

/**
 * Reads an `ARCHIVE_URL`; null if it names no archive.
 *
 * @param workingFolder resolves a relative path.
 */
export function archiveLocation(
  url: string,
  workingFolder: string = process.cwd(),
): ArchiveLocation | null {
  return url.startsWith("s3:") ? s3Location(url) : folderLocation(url, workingFolder);
}

function s3Location(url: string): S3Location | null {
  const [, bucket, path, style] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([^?#]*))?(\?path_style=(?:true|false))?$/.exec(
      url,
    ) ?? [];
  if (bucket === undefined) return null;
  const segments = (path ?? "").split("/").filter((segment) => segment !== "");
  if (segments.some((segment) => /^\.|[\\\0]/.test(segment))) return null;
  const prefix = segments.map((segment) => `${segment}/`).join("");
  return { kind: "s3", bucket, prefix, pathStyle: style === "?path_style=true" };
}

function folderLocation(url: string, workingFolder: string): FolderLocation | null {
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
        message:
          "must be file:<folder>, like file:./data/archive, or s3://<bucket>/<prefix>, with ?path_style=true for a storage that needs it",
      });
      return z.NEVER;
    })
    .prefault(DEFAULT_ARCHIVE_URL),
};
