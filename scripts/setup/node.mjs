import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { SetupError } from "./run.mjs";

const WANTED_MAJOR = 24;

/**
 * Finds the Node to run: the pinned one among the dependencies, or the machine's own on a platform
 * without a pinned one. `folder` must come first on PATH; null if it is already there.
 */
export function findNode(root) {
  const pinned = join(root, "node_modules/.bin/node");
  const version = spawnSync(pinned, ["--version"], { encoding: "utf8" }).stdout ?? "";
  if (version.startsWith(`v${WANTED_MAJOR}.`)) return { path: pinned, folder: null };

  const major = Number(process.versions.node.split(".")[0]);
  if (major >= WANTED_MAJOR) return { path: process.execPath, folder: dirname(process.execPath) };

  throw new SetupError(
    `dashqueue needs Node ${WANTED_MAJOR}. This machine has ${process.version}, and no Node is pinned for ` +
      `${process.platform}-${process.arch}. Install Node ${WANTED_MAJOR} from https://nodejs.org and try again.`,
  );
}
