import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const MOST_BYTES = 512 * 1024 * 1024;

/** The sources of a commit in a folder of their own, with their dependencies. */
export interface EarlierVersion extends AsyncDisposable {
  readonly folder: string;
}

/** The git history lacks the commit, or its dependencies cannot be installed. */
export class NotInstalledError extends Error {
  override readonly name = "NotInstalledError";
}

/** Rejects with `NotInstalledError`. */
export async function checkOut(root: string, commit: string): Promise<EarlierVersion> {
  const folder = await mkdtemp(path.join(tmpdir(), "dashqueue-drill-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const archive = path.join(folder, "sources.tar");
    await writeFile(archive, await sourcesOf(root, commit));
    await mkdir(path.join(folder, "sources"));
    await run("tar", ["-xf", archive, "-C", path.join(folder, "sources")]);
    await rm(archive);
    await run("pnpm", ["install", "--frozen-lockfile", "--prefer-offline", "--prod"], {
      cwd: path.join(folder, "sources"),
      maxBuffer: MOST_BYTES,
    });
  } catch (error) {
    await remove();
    throw new NotInstalledError(`${commit} cannot be installed`, { cause: error });
  }
  return { folder: path.join(folder, "sources"), [Symbol.asyncDispose]: remove };
}

async function sourcesOf(root: string, commit: string): Promise<Buffer> {
  const { stdout } = await run("git", ["-C", root, "archive", "--format=tar", commit], {
    encoding: "buffer",
    maxBuffer: MOST_BYTES,
  });
  return stdout;
}
