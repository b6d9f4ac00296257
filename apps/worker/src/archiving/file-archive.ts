import { rename, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";

import type { ArchivedFile } from "@dashqueue/queue/internal";
import { makeFolder, syncFolder, writeDurably } from "@dashqueue/queue/internal";

import type { Space } from "./archive-check.ts";

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
  /** Writes and deletes a small file. Null where the space is unknown. @throws if it cannot. */
  probe(): Promise<Space | null>;
}

const PROBE_BYTES = 4_096;

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
    async probe() {
      await makeFolder(folder);
      const file = path.join(folder, `.probe.${newId()}.part`);
      try {
        await writeDurably(file, Readable.from([Buffer.alloc(PROBE_BYTES)]));
        await syncFolder(folder);
      } finally {
        await rm(file, { force: true });
      }
      const { blocks, bavail, bsize } = await statfs(folder);
      return blocks === 0 ? null : { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
    },
  };
}
