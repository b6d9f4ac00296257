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

function foldersOf(file: string): readonly string[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
