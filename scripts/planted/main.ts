import path from "node:path";
import { parseArgs } from "node:util";

import { createFindBug } from "./find-bug.ts";
import { PLANTED_BUGS } from "./planted-bugs.ts";
import { copyWorkTree } from "./work-copy.ts";

const { values } = parseArgs({
  options: { only: { type: "string", multiple: true, default: [""] } },
});
const bugs = PLANTED_BUGS.filter(({ file, why }) =>
  values.only.some((text) => `${file}: ${why}`.includes(text)),
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
