import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runStep, say } from "./run.mjs";

/** Installs the locked dependencies, unless this lockfile was installed on this platform before. */
export function installDependencies(root, pnpm, environment) {
  const stampFile = join(root, "node_modules/.setup-stamp");
  const stamp = stampOf(readFileSync(join(root, "pnpm-lock.yaml")));
  if (readOrNull(stampFile) === stamp) return;

  say("installing dependencies (the first time takes a minute or two)");
  rmSync(stampFile, { force: true });
  runStep(pnpm, ["install", "--frozen-lockfile", "--config.confirmModulesPurge=false"], {
    environment,
    cwd: root,
    failure: "pnpm could not install the dependencies. See the output above.",
  });
  writeFileSync(stampFile, stamp);
}

/** Dependencies depend on the platform, and a folder can be shared or copied between machines. */
function stampOf(lockfile) {
  const hash = createHash("sha256").update(lockfile).digest("hex");
  return `${hash} ${process.platform}-${process.arch}\n`;
}

function readOrNull(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
