import { createHash } from "node:crypto";
import { mkdir, open, rename } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Writes a stream to a new file, and creates its folder. When the promise resolves, the bytes are
 * on disk; the file's name is durable after `syncFolder`.
 *
 * @throws if the stream or the disk fails. A part of the file may be left.
 */
export async function writeDurably(
  file: string,
  stream: Readable | AsyncIterable<Buffer>,
  signal?: AbortSignal,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      done(null, chunk);
    },
  });
  const options = signal === undefined ? {} : { signal };
  const handle = await inFolder(path.dirname(file), () => open(file, "wx"));
  await pipeline(stream, meter, handle.createWriteStream({ flush: true }), options);
  return { bytes, sha256: hash.digest("hex") };
}

/** Renames a file, creating the folder if necessary. The new name is durable. */
export async function renameDurably(from: string, to: string): Promise<void> {
  const folder = path.dirname(to);
  await inFolder(folder, () => rename(from, to));
  await syncFolder(folder);
}

/** Creates the folder only if the work finds none: it usually exists. */
async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await makeFolder(folder);
    return work();
  }
}

/** Creates a folder and its parents durably. */
async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  if (made !== undefined) await syncFolder(path.dirname(made));
}

/** Makes the names in a folder durable; a rename needs this. */
export async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, "r");
  await handle.sync();
}
