import { readingOf } from "@dashqueue/service/command-line";
import { expect, it } from "vitest";

import { textOf } from "../rules/imports.ts";
import { CHAOS, chaosOptionsOf } from "./options.ts";

const COMMANDS = ["README.md", "docs/chaos.md"].flatMap((page) =>
  [...textOf(page).matchAll(/npm run chaos -- ([^`\n]+)/g)].map(([, words = ""]) => words.trim()),
);

it.each(COMMANDS)("reads the options of the guides: %s", (words) => {
  expect(readingOf(CHAOS, words.split(/\s+/), chaosOptionsOf)).toMatchObject({ kind: "read" });
});
