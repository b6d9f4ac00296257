import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The archive that `ARCHIVE_URL` names: the path of a folder, which may be relative to `root`, or
 * the URL of a bucket and a prefix.
 */
export function archivePlace(archiveUrl: string | undefined, root: string): string {
  const url = archiveUrl === undefined || archiveUrl === "" ? "file:./data/archive" : archiveUrl;
  if (!url.startsWith("file:")) return url.replace(/\/?(?:\?.*)?$/, "");
  return url.startsWith("file://")
    ? fileURLToPath(url)
    : path.resolve(root, url.slice("file:".length));
}
