import path from "node:path";

import { readOptions } from "@dashqueue/service/command-line";

import { createFindBug } from "./find-bug.ts";
import type { PlantedBug } from "./planted-bug.ts";
import { PLANTED_BUGS } from "./planted-bugs.ts";
import { copyWorkTree } from "./work-copy.ts";

const PROGRAM = {
  usage: "npm run planted -- [options]",
  about:
    "Plants small bugs in a copy of the work tree, one at a time, and runs tests until one fails.",
  options: {
    only: {
      type: "string",
      multiple: true,
      description: "the bugs whose file or description contains this; can be repeated",
    },
  },
} as const;

const bugs = readOptions(PROGRAM, ({ only = [""] }) => {
  const chosen = only.map((text) => PLANTED_BUGS.filter((bug) => describe(bug).includes(text)));
  const empty = only.find((_text, index) => chosen[index]?.length === 0);
  if (empty !== undefined)
    throw new Error(`--only: no bug's file or description contains ${JSON.stringify(empty)}`);
  const all = new Set(chosen.flat());
  return PLANTED_BUGS.filter((bug) => all.has(bug));
});

function describe({ file, why }: PlantedBug): string {
  return `${file}: ${why}`;
}

await using copy = await copyWorkTree(path.resolve(import.meta.dirname, "../.."));
const findBug = createFindBug(copy);

const rows: string[] = [];
let survivors = 0;
for (const bug of bugs) {
  const startedAt = Date.now();
  const test = await findBug(bug);
  if (test === null) survivors += 1;
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(
    `${rows.length + 1}/${bugs.length} ${bug.why}: ${test ?? "NOT FOUND"} (${seconds} s)`,
  );
  rows.push(`| ${bug.why} | ${bug.file} | ${test ?? "**none**"} |`);
}
const head = ["| bug | planted in | found by |", "| --- | --- | --- |"];
console.log(`\n${[...head, ...rows].join("\n")}\n`);
console.log(`${bugs.length - survivors} of ${bugs.length} planted bugs were found by a test`);
process.exitCode = survivors === 0 ? 0 : 1;
