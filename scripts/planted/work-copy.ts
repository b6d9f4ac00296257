import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A copy of the work tree in which files can be changed and tests can run. */
export interface WorkCopy extends AsyncDisposable {
  readonly folder: string;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
}

/** Neither needed by the tests nor small. The installed packages are linked instead. */
const LEFT_OUT = new Set([".git", ".tools", "coverage", "data", "node_modules/.pnpm"]);

export async function copyWorkTree(root: string): Promise<WorkCopy> {
  const folder = await mkdtemp(path.join(tmpdir(), "dashqueue-planted-"));
  const filter = (source: string) => !LEFT_OUT.has(path.relative(root, source));
  // The links between the packages of this repository are relative, and so stay in the copy.
  await cp(root, folder, { recursive: true, verbatimSymlinks: true, filter });
  const packages = "node_modules/.pnpm";
  await symlink(path.join(root, packages), path.join(folder, packages));
  return {
    folder,
    read: (file) => readFile(path.join(folder, file), "utf8"),
    write: (file, text) => writeFile(path.join(folder, file), text),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
