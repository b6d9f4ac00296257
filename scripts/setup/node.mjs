import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { SetupError } from "./run.mjs";

const wantedMajor = 24;

/**
 * The Node that runs everything: the pinned one of the dependencies, or this machine's own when there is no pinned one
 * for its platform. `folder` has to come first on PATH; null when it is there already.
 */
export function findNode(root) {
  const pinned = join(root, "node_modules/.bin/node");
  const version = spawnSync(pinned, ["--version"], { encoding: "utf8" }).stdout ?? "";
  if (version.startsWith(`v${wantedMajor}.`)) return { path: pinned, folder: null };

  const major = Number(process.versions.node.split(".")[0]);
  if (major >= wantedMajor) return { path: process.execPath, folder: dirname(process.execPath) };

  throw new SetupError(
    `dashqueue runs on Node ${wantedMajor}; this machine has ${process.version}, and there is no pinned Node for ` +
      `${process.platform}-${process.arch}. Install Node ${wantedMajor} (https://nodejs.org) and try again.`,
  );
}
