import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that an `ARCHIVE_URL` means, or null when results go elsewhere. `file:./data/archive` is relative to `root`. */
export function archiveFolder(archiveUrl: string | undefined, root: string): string | null {
  const url = archiveUrl === undefined || archiveUrl === "" ? "file:./data/archive" : archiveUrl;
  if (!url.startsWith("file:")) return null;
  return url.startsWith("file://")
    ? fileURLToPath(url)
    : path.resolve(root, url.slice("file:".length));
}
