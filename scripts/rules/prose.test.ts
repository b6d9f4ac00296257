import { expect, it } from "vitest";

import { textOf, trackedFiles } from "./imports.ts";

/** Phrases that are translated word by word, each with what says the same in English. */
const TRANSLATED = [
  [/, also (?:if|when|while|for|of|in|by|after)\b/, "even"],
  [/\bfor so long\b/i, "how long, or for this time"],
  [/\bof the outside\b/, "from outside"],
  [/\btakes? over what\b/i, "reads, or adopts"],
  [/\btakes? note (?:of|that)\b/i, "records"],
  [/\bat the longest\b/, "at most"],
] as const;

const sources = trackedFiles().filter((file) => /(?<!\.generated)\.(ts|mts|mjs|lua)$/.test(file));

it.each(TRANSLATED)("says in code %s in English: %s", (phrase) => {
  const used = sources
    .filter((file) => !file.startsWith("scripts/rules/"))
    .flatMap((file) =>
      textOf(file)
        .split("\n")
        .filter((line) => phrase.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
  expect(used).toEqual([]);
});

it("wraps comments at 100 columns, except for links and tables", () => {
  const wide = sources.flatMap((file) =>
    textOf(file)
      .split("\n")
      .filter((line) => line.length > 100 && /^\s*(\/\/|\/?\*|--)/.test(line))
      .filter((line) => !/https?:|^\s*\*? ?\|/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(wide).toEqual([]);
});
