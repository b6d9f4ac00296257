import ora from "ora";

import { readChaosOptions } from "./options.ts";
import { runChaos } from "./run-chaos.ts";
import { holds, tableOf } from "./verdict.ts";

const options = readChaosOptions(process.argv.slice(2));
const spinner = ora("starting").start();
const startedAt = Date.now();
const result = await runChaos(options, (text) => {
  spinner.text = `${text} · ${Math.round((Date.now() - startedAt) / 1000)} s`;
});
const passed = holds(result);
spinner[passed ? "succeed" : "fail"](
  passed
    ? "every generation was paid exactly once"
    : "a guarantee was violated: see the table below",
);
console.log(`\n${tableOf(result)}\n`);
process.exitCode = passed ? 0 : 1;
