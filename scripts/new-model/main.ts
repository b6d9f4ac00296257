import { readOptions } from "@dashqueue/service/command-line";

import { checklistOf, checklistText } from "./checklist.ts";
import { readModelSources } from "./read-sources.ts";

const PROGRAM = {
  usage: "npm run new-model -- <model>",
  about:
    "Prints each place that describes a model, and what is still missing: run it again until\n" +
    "nothing is.",
  options: {},
  takesWords: true,
} as const;

const model = readOptions(PROGRAM, (_values, [name, ...more]) => {
  if (name === undefined || more.length > 0) throw new Error("name one model");
  return name;
});
const places = checklistOf(model, await readModelSources());
const missing = places.filter(({ state }) => state === "missing").length;
console.log(`${checklistText(places)}\n`);
console.log(
  missing === 0
    ? "nothing is missing. Compare it with the simulator: npm test -- packages/dashscope"
    : `${missing} missing. CONTRIBUTING.md, "Add a model", says more.`,
);
process.exitCode = missing === 0 ? 0 : 1;
