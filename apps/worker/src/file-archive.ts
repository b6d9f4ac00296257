import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export interface Archive {
  /**
   * Writes a stream under this name. When it resolves, the bytes are on the disk under their final name, with this size and
   * sha256 (G6); nothing is visible under that name before. @throws when the stream or the storage fails.
   */
  write(
    generationId: string,
    name: string,
    stream: Readable,
    signal: AbortSignal,
  ): Promise<{ bytes: number; sha256: string }>;
}

/** An archive in a folder: `<folder>/<generation>/<name>`. */
export function createFileArchive(folder: string): Archive {
  return {
    async write(generationId, name, stream, signal) {
      // A stream may break before anybody reads it; the pipeline below reports it all the same.
      stream.on("error", () => {});
      const home = path.join(folder, generationId);
      const made = await mkdir(home, { recursive: true });
      if (made !== undefined) await syncFolder(path.dirname(made));
      const temporary = path.join(home, `.${path.basename(name)}.${randomUUID()}.part`);
      try {
        const written = await writeThrough(temporary, stream, signal);
        await rename(temporary, path.join(home, path.basename(name)));
        await syncFolder(home);
        return written;
      } finally {
        await rm(temporary, { force: true });
      }
    },
  };
}

async function writeThrough(
  file: string,
  stream: Readable,
  signal: AbortSignal,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      done(null, chunk);
    },
  });
  // `flush` syncs the bytes to the disk before the final name is given.
  await pipeline(stream, meter, createWriteStream(file, { flags: "wx", flush: true }), { signal });
  return { bytes, sha256: hash.digest("hex") };
}

/** The rename itself is durable only when the folder is. */
async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, "r");
  await handle.sync();
}
