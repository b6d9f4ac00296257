import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { rolldown } from "rolldown";
import type { Plugin } from "rolldown";
import type { TestProject } from "vitest/node";

const ROOT = path.resolve(import.meta.dirname, "../../../..");

/** The apps that the end-to-end tests start most often. */
const APPS = ["producer", "worker", "dashboard"] as const;
export type BundledApp = (typeof APPS)[number];

declare module "vitest" {
  interface ProvidedContext {
    /** For each app, the path of its bundle. */
    appScripts: Readonly<Record<BundledApp, string>>;
  }
}

/** Modules keep the address of their source, beside which scripts and threads are found. */
const keepAddresses: Plugin = {
  name: "keep-addresses",
  transform: (code, id) => ({
    code: code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href)),
  }),
};

/**
 * Writes each of these apps, with its dependencies, to one file. Node loads it in half the time
 * that a thousand files take, and the tests start apps hundreds of times.
 */
export async function setup(project: TestProject): Promise<void> {
  const scripts = await Promise.all(APPS.map(async (name) => [name, await bundle(name)] as const));
  project.provide("appScripts", Object.fromEntries(scripts) as Record<BundledApp, string>);
}

/** Returns the path of the written program. */
async function bundle(name: BundledApp): Promise<string> {
  const build = await rolldown({
    input: path.join(ROOT, "apps", name, "src/main.ts"),
    platform: "node",
    // The first hangs when it is bundled; the others find their files by a `require` of their own.
    external: ["file-type", "jsonc-parser", /^@bull-board\//],
    plugins: [keepAddresses],
  });
  const { output } = await build.generate({
    // Modules that an app loads on demand stay separate.
    entryFileNames: "main.mjs",
    chunkFileNames: "[name]-[hash].mjs",
    // Only white space: names stay as they are in errors.
    minify: { compress: false, mangle: false, codegen: true },
  });
  await build.close();
  const folder = path.join(ROOT, "apps", name, "node_modules/.cache");
  await mkdir(folder, { recursive: true });
  for (const part of output) {
    if (part.type !== "chunk") continue;
    const file = path.join(folder, part.fileName);
    // Another run may be loading the file of the same name.
    await writeFile(`${file}.${process.pid}`, part.code);
    await rename(`${file}.${process.pid}`, file);
  }
  return path.join(folder, "main.mjs");
}
