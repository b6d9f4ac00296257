import { openAsBlob } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";

/** A temporary file, removed on disposal. */
export interface LocalFile extends AsyncDisposable {
  /** Is read from the disk as it is used. */
  readonly content: Blob;
}

export async function copyToLocalFile(stream: Readable, type: string): Promise<LocalFile> {
  const folder = await mkdtemp(path.join(tmpdir(), "dashqueue-upload-"));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    const file = path.join(folder, "file");
    await writeFile(file, stream);
    return { content: await openAsBlob(file, { type }), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
