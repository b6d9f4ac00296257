import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const SIZE_BYTES = 2 * 1024 * 1024;

/** A disk that a test can fill. */
export interface SmallDisk extends AsyncDisposable {
  /** `tmpfs`, or a `stand-in` where this user may mount nothing: a folder that becomes a file. */
  readonly kind: "tmpfs" | "stand-in";
  /** Where the archive goes. */
  readonly folder: string;
  fill(): Promise<void>;
  free(): Promise<void>;
}

/** Mounts a disk of 2 MiB in memory, or returns a stand-in if this user may not mount. */
export async function mountSmallDisk(): Promise<SmallDisk> {
  const place = await mkdtemp(path.join(tmpdir(), "dashqueue-disk-"));
  const mounted = await run("mount", ["-t", "tmpfs", "-o", `size=${SIZE_BYTES}`, "tmpfs", place])
    .then(() => true)
    .catch(() => false);
  const remove = () => rm(place, { recursive: true, force: true });
  if (!mounted) return { ...standIn(place), [Symbol.asyncDispose]: remove };
  const filler = path.join(place, "filler");
  return {
    kind: "tmpfs",
    folder: path.join(place, "archive"),
    // Fails with ENOSPC, after it has taken all there was.
    fill: () => writeFile(filler, Buffer.alloc(SIZE_BYTES)).catch(() => {}),
    free: () => rm(filler),
    async [Symbol.asyncDispose]() {
      await run("umount", [place]);
      await remove();
    },
  };
}

function standIn(place: string): Omit<SmallDisk, typeof Symbol.asyncDispose> {
  const folder = path.join(place, "archive");
  const kept = path.join(place, "kept");
  return {
    kind: "stand-in",
    folder,
    async fill() {
      await mkdir(folder, { recursive: true });
      await run("mv", [folder, kept]);
      await writeFile(folder, "in the way");
    },
    async free() {
      await rm(folder);
      await run("mv", [kept, folder]);
    },
  };
}
