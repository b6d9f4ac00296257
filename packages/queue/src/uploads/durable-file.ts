import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Writes a stream into a new file. When it resolves, the bytes are on the disk; their name is as durable as its folder,
 * see `syncFolder`. @throws when the stream or the disk fails; a part of the file may be there then.
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
  await pipeline(stream, meter, createWriteStream(file, { flags: "wx", flush: true }), options);
  return { bytes, sha256: hash.digest("hex") };
}

/** Makes a folder, and those above it, to stay. */
export async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  if (made !== undefined) await syncFolder(path.dirname(made));
}

/** A rename is durable only when the folder is. */
export async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, "r");
  await handle.sync();
}
