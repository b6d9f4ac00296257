import { parseArgs } from "node:util";

import { checklistOf, checklistText } from "./checklist.ts";
import { readModelSources } from "./read-sources.ts";

const USAGE = `usage: npm run new-model -- <model>

Prints each place that describes a model, and what is still missing: run it again until nothing is.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { help: { type: "boolean", short: "h" } },
});
const [model] = positionals;
if (values["help"] === true) console.log(USAGE);
else if (model === undefined || positionals.length > 1) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  const places = checklistOf(model, await readModelSources());
  const missing = places.filter(({ state }) => state === "missing").length;
  console.log(`${checklistText(places)}\n`);
  console.log(
    missing === 0
      ? "nothing is missing. Compare it with the simulator: npm test -- packages/dashscope"
      : `${missing} missing. CONTRIBUTING.md, "Add a model", says more.`,
  );
  process.exitCode = missing === 0 ? 0 : 1;
}
