import { buffer } from "node:stream/consumers";

import type { Archive } from "@dashqueue/archive";

import type { MediaFile } from "./media-file.ts";

const SCHEME = "archive:";
const HEAD_BYTES = 64 * 1024;

/** Names an object of the archive among the URLs of media. */
export const archivedUrl = (key: string): string => `${SCHEME}${key}`;

/** The key of an object that `archivedUrl` names; null for any other URL. */
export const archivedKey = (url: string): string | null =>
  url.startsWith(SCHEME) ? url.slice(SCHEME.length) : null;

/** Opens an object of the archive. @throws if it cannot be read. */
export async function openArchivedFile(
  archive: Pick<Archive, "open" | "stat">,
  key: string,
  signal: AbortSignal,
): Promise<MediaFile> {
  const found = await archive.stat(key);
  if (found === null) throw new Error("the upload no longer exists");
  const read = async (start: number, end: number) => {
    if (start >= found.bytes) return new Uint8Array();
    const part = await archive.open(key, { range: { from: start, to: end - 1 }, signal });
    if (part === null) throw new Error("the upload no longer exists");
    return new Uint8Array(await buffer(part.stream));
  };
  return { sizeBytes: found.bytes, head: await read(0, HEAD_BYTES), read };
}
