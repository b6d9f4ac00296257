import { open, readdir, rm, rmdir, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";

import type { Archive, ObjectFacts, OpenObject, OpenOptions, Written } from "../archive.ts";
import { ArchiveError, checkKey } from "../archive.ts";
import { renameDurably, syncFolder, writeDurably } from "./durable-file.ts";
import { storageError } from "./folder-error.ts";
import { listFolder } from "./list-folder.ts";

const PROBE_BYTES = 4_096;
/** Holds files until they are complete. In the folder itself, because a rename needs one disk. */
const UNFINISHED = ".unfinished";

/**
 * An archive in a folder: an object is the file at its key.
 *
 * @param newId makes the names of temporary files unique across all processes.
 */
export function createFolderArchive(folder: string, newId: () => string): Archive {
  const fileOf = (key: string) => path.join(folder, checkKey(key));
  const writeFile = (bytes: Readable, signal: AbortSignal | undefined, publish: Publish) =>
    writeUnfinished(folder, newId(), bytes, signal, publish);
  return {
    place: folder,
    write(key, bytes, { signal }) {
      const file = fileOf(key);
      return writeFile(bytes, signal, (temporary) => renameDurably(temporary, file));
    },
    open: (key, options = {}) => guarded(folder, () => openFile(fileOf(key), options)),
    stat: (key) => guarded(folder, () => statFile(fileOf(key))),
    link: async () => null,
    async remove(key) {
      const file = fileOf(key);
      await guarded(folder, () => rm(file));
      // Other keys may need the folder.
      if (key.includes("/")) await rmdir(path.dirname(file)).catch(() => {});
    },
    async *list(prefix, { after = "" } = {}) {
      try {
        yield* listFolder(folder, prefix, after);
      } catch (error) {
        throw storageError(error, folder);
      }
    },
    async probe() {
      const bytes = Readable.from([Buffer.alloc(PROBE_BYTES)]);
      await writeFile(bytes, undefined, async (temporary) => {
        await syncFolder(path.dirname(temporary));
        await rm(temporary);
      });
      const { blocks, bavail, bsize } = await statfs(folder);
      return blocks === 0 ? null : { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
    },
    sweep: (before) => sweepUnfinished(folder, before),
  };
}

/** Makes a complete file an object, or removes it. */
type Publish = (temporary: string) => Promise<void>;

async function writeUnfinished(
  folder: string,
  id: string,
  bytes: Readable,
  signal: AbortSignal | undefined,
  publish: Publish,
): Promise<Written> {
  const home = path.join(folder, UNFINISHED);
  const temporary = path.join(home, id);
  // The stream may fail before it is read; without a listener that would crash the process.
  let streamError: Error | null = null;
  bytes.on("error", (error) => (streamError = error));
  try {
    const written = await writeDurably(temporary, bytes, signal);
    await publish(temporary);
    return written;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error === streamError || signal?.aborted ? error : storageError(error, folder);
  } finally {
    bytes.destroy();
  }
}

async function sweepUnfinished(folder: string, before: number): Promise<void> {
  const home = path.join(folder, UNFINISHED);
  for (const name of (await guarded(folder, () => readdir(home))) ?? []) {
    const file = path.join(home, name);
    const found = await guarded(folder, () => stat(file));
    if (found !== null && found.mtimeMs < before) await guarded(folder, () => rm(file));
  }
}

/** Runs an operation on a file; null if the file does not exist. */
async function guarded<T>(folder: string, run: () => Promise<T>): Promise<T | null> {
  try {
    return await run();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw storageError(error, folder);
  }
}

async function statFile(file: string): Promise<ObjectFacts | null> {
  const found = await stat(file);
  return found.isFile() ? { bytes: found.size, sha256: null, modifiedAt: found.mtimeMs } : null;
}

async function openFile(file: string, { range, signal }: OpenOptions): Promise<OpenObject | null> {
  const handle = await open(file, "r");
  try {
    const found = await handle.stat();
    if (found.isFile()) {
      if (range !== undefined && range.from >= found.size)
        throw new ArchiveError("InvalidRange", `the range begins beyond the end of ${file}`);
      const part = range === undefined ? {} : { start: range.from, end: range.to };
      const stream = handle.createReadStream({ ...part, signal });
      return { stream, bytes: found.size, modifiedAt: found.mtimeMs };
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return null;
}
