import path from "node:path";

import { expect, it } from "vitest";

import { textOf, trackedFiles } from "./imports.ts";

it("resolves every relative link of every Markdown file", () => {
  const files = trackedFiles();
  const places = new Set(files.flatMap((file) => [file, ...foldersOf(file)]));
  const broken = files
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) =>
      [...textOf(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map(([, link = ""]) => path.join(path.dirname(file), link))
        .filter((target) => !places.has(target.replace(/\/$/, "")))
        .map((target) => `${file}: ${target}`),
    );
  expect(broken).toEqual([]);
});

it("wraps comments at 100 columns, except for links and tables", () => {
  const wide = trackedFiles()
    .filter((file) => /(?<!\.generated)\.(ts|mts|mjs|lua)$/.test(file))
    .flatMap((file) =>
      textOf(file)
        .split("\n")
        .filter((line) => line.length > 100 && /^\s*(\/\/|\/?\*|--)/.test(line))
        .filter((line) => !/https?:|^\s*\*? ?\|/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
  expect(wide).toEqual([]);
});

function foldersOf(file: string): readonly string[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
