import { readOptions } from "@dashqueue/service/command-line";
import { canFakeClocks } from "@dashqueue/testing";
import ora from "ora";

import { CHAOS, chaosOptionsOf } from "./options.ts";
import { runChaos } from "./run-chaos.ts";
import { tableOf, verdictOf, verdictOfControl } from "./verdict.ts";

const options = readOptions(CHAOS, chaosOptionsOf);
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
