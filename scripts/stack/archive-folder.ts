import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder of a `file:` URL in `ARCHIVE_URL`, relative to `root`; null for another kind of
 * archive.
 */
export function archiveFolder(archiveUrl: string | undefined, root: string): string | null {
  const url = archiveUrl === undefined || archiveUrl === "" ? "file:./data/archive" : archiveUrl;
  if (!url.startsWith("file:")) return null;
  return url.startsWith("file://")
    ? fileURLToPath(url)
    : path.resolve(root, url.slice("file:".length));
}
