import { openAsBlob } from "node:fs";
import { fileURLToPath } from "node:url";

/** A file that is read in parts. */
export interface MediaFile {
  /** Null if the server does not report it. */
  readonly sizeBytes: number | null;
  /** The first bytes, or all of them. */
  readonly head: Uint8Array;
  /** Returns the bytes from `start` to before `end`. @throws if they cannot be read. */
  read(start: number, end: number): Promise<Uint8Array>;
}

const HEAD_BYTES = 64 * 1024;

/** Opens an uploaded file by its `file:` URL. @throws if it cannot be read. */
export async function openLocalFile(url: string): Promise<MediaFile> {
  const blob = await openAsBlob(fileURLToPath(url));
  const read = async (start: number, end: number) =>
    new Uint8Array(await blob.slice(start, end).arrayBuffer());
  return { sizeBytes: blob.size, head: await read(0, HEAD_BYTES), read };
}
