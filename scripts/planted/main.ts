import path from "node:path";

import { readOptions } from "@dashqueue/service/command-line";

import { createFindBug } from "./find-bug.ts";
import { PLANTED_BUGS } from "./planted-bugs.ts";
import { copyWorkTree } from "./work-copy.ts";

const { only = [""] } = readOptions({
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
});
const bugs = PLANTED_BUGS.filter(({ file, why }) =>
  only.some((text) => `${file}: ${why}`.includes(text)),
);
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
