import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runStep, say } from "./run.mjs";

/** Puts the pnpm that package.json pins into .tools, unless it is there, and returns its path. */
export function installPnpm(root, environment) {
  const tools = join(root, ".tools");
  const path = join(tools, "node_modules/.bin/pnpm");
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const version = packageManager.replace(/^pnpm@/, "").replace(/\+.*$/, "");
  if (installedVersion(tools) === version) return path;

  say(`installing pnpm ${version} into .tools`);
  // pnpm's install script puts its program in place: an npm that runs none without leave has it here.
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
    failure: `npm could not install pnpm ${version} into .tools: see above.`,
  });
  runStep(path, ["--version"], {
    environment,
    cwd: root,
    failure: `The pnpm in .tools does not run here: remove the folder .tools and try again.`,
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
