import ora from "ora";

import { canFakeClocks } from "@dashqueue/testing";
import { readChaosOptions } from "./options.ts";
import { runChaos } from "./run-chaos.ts";
import { tableOf, verdictOf, verdictOfControl } from "./verdict.ts";

const options = readChaosOptions(process.argv.slice(2));
if (options.hostile && !canFakeClocks())
  console.warn("the workers' clocks are right: install the package faketime to make them wrong");
const spinner = ora("starting").start();
const startedAt = Date.now();
const result = await runChaos(options, (text) => {
  spinner.text = `${text} · ${Math.round((Date.now() - startedAt) / 1000)} s`;
});
const { passed, message } = options.unsafe ? verdictOfControl(result) : verdictOf(result);
spinner[passed ? "succeed" : "fail"](message);
console.log(`\n${tableOf(result)}\n`);
process.exitCode = passed ? 0 : 1;
