import { rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";

import type { ArchivedFile } from "@dashqueue/queue/internal";
import { makeFolder, syncFolder, writeDurably } from "@dashqueue/queue/internal";

export interface Archive {
  /**
   * Writes a stream under this name. When it resolves, the bytes are on disk under their final
   * name, with this size and sha256 (G6); before that, nothing is visible under the name.
   *
   * @throws if the stream or the storage fails.
   */
  write(
    generationId: string,
    name: string,
    stream: Readable,
    signal: AbortSignal,
  ): Promise<{ bytes: number; sha256: string }>;
  /** Whether a file of this name and size is there. */
  holds(generationId: string, file: Pick<ArchivedFile, "name" | "bytes">): Promise<boolean>;
}

/**
 * An archive in a folder: `<folder>/<generation>/<name>`.
 *
 * @param newId makes the names of temporary files unique across all workers.
 */
export function createFileArchive(folder: string, newId: () => string): Archive {
  return {
    async write(generationId, name, stream, signal) {
      // The stream may fail before it is read; without a listener that would crash the process.
      // `writeDurably` still sees the error.
      stream.on("error", () => {});
      const home = path.join(folder, generationId);
      await makeFolder(home);
      const temporary = path.join(home, `.${path.basename(name)}.${newId()}.part`);
      try {
        const written = await writeDurably(temporary, stream, signal);
        await rename(temporary, path.join(home, path.basename(name)));
        await syncFolder(home);
        return written;
      } finally {
        await rm(temporary, { force: true });
      }
    },
    async holds(generationId, { name, bytes }) {
      const found = await stat(path.join(folder, generationId, name)).catch(() => null);
      return found?.size === bytes;
    },
  };
}
