import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runStep, say } from "./run.mjs";

/** Installs the pnpm pinned in package.json into .tools unless present. Returns its path. */
export function installPnpm(root, environment) {
  const tools = join(root, ".tools");
  const path = join(tools, "node_modules/.bin/pnpm");
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const version = packageManager.replace(/^pnpm@/, "").replace(/\+.*$/, "");
  if (installedVersion(tools) === version) return path;

  say(`installing pnpm ${version} into .tools`);
  // pnpm is put in place by its install script, which some npm versions only run when allowed.
  mkdirSync(tools, { recursive: true });
  writeFileSync(
    join(tools, "package.json"),
    `${JSON.stringify({ private: true, allowScripts: { pnpm: true } })}\n`,
  );
  const options = [
    "--no-save",
    "--no-package-lock",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts=false",
  ];
  runStep("npm", ["install", "--prefix", tools, ...options, `pnpm@${version}`], {
    environment,
    cwd: root,
    failure: `npm could not install pnpm ${version} into .tools. See the output above.`,
  });
  runStep(path, ["--version"], {
    environment,
    cwd: root,
    failure: `The pnpm in .tools does not run. Remove the folder .tools and try again.`,
  });
  return path;
}

function installedVersion(tools) {
  try {
    return JSON.parse(readFileSync(join(tools, "node_modules/pnpm/package.json"), "utf8")).version;
  } catch {
    return null;
  }
}
