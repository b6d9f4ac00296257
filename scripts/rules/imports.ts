import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

import { parseSync } from "oxc-parser";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** One import of a source file, as it is written. */
export interface Import {
  readonly specifier: string;
  /** The file that a relative specifier names, relative to the repository; null for a package. */
  readonly target: string | null;
}

/** Every file that git knows or would add, relative to the repository. */
export function trackedFiles(): readonly string[] {
  const options = ["--cached", "--others", "--exclude-standard", "--deduplicate"];
  const listed = execFileSync("git", ["ls-files", ...options], { cwd: ROOT, encoding: "utf8" });
  return listed.trim().split("\n");
}

/** The text of a file that is named relative to the repository. */
export function textOf(file: string): string {
  return readFileSync(path.join(ROOT, file), "utf8");
}

/** The imports and re-exports of a TypeScript file, those of types and dynamic ones included. */
export function importsOf(file: string): readonly Import[] {
  const text = textOf(file);
  const { module } = parseSync(file, text);
  const specifiers = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => (moduleRequest === null ? [] : [moduleRequest.value])),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) =>
      text.slice(moduleRequest.start + 1, moduleRequest.end - 1),
    ),
  ];
  return [...new Set(specifiers)].map((specifier) => ({
    specifier,
    target: specifier.startsWith(".") ? path.join(path.dirname(file), specifier) : null,
  }));
}
