import path from "node:path";

import { expect, it } from "vitest";

import config from "../../vitest.config.ts";
import { trackedFiles } from "./imports.ts";

it("demands full coverage only of files that exist", () => {
  const files = trackedFiles();
  const thresholds = config.test?.coverage?.thresholds ?? {};
  const globs = Object.keys(thresholds).filter((name) => name.includes("/"));
  expect(globs.length).toBeGreaterThan(10);
  const unused = globs
    .flatMap(expanded)
    .filter((glob) => !files.some((file) => path.matchesGlob(file, glob)));
  expect(unused).toEqual([]);
});

/** A pattern without braces for each of its alternatives. */
function expanded(glob: string): readonly string[] {
  const [braces, list] = /\{([^{}]*)\}/.exec(glob) ?? [];
  if (braces === undefined || list === undefined) return [glob];
  return list.split(",").flatMap((one) => expanded(glob.replace(braces, one)));
}
