import { expect, it } from "vitest";

import { textOf, trackedFiles } from "./imports.ts";

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
