import { spawnSync } from "node:child_process";

import { readOptions, wholeNumberOption } from "@dashqueue/service/command-line";
import ora from "ora";

import { NotInstalledError } from "./earlier-version.ts";
import { runDrill } from "./run-drill.ts";
import { tablesOf, verdictOf } from "./verdict.ts";

const DRILL = {
  usage: "npm run drill:upgrade -- --from <commit> [options]",
  about:
    "Updates a producer and two workers from the earlier version in this commit to the work tree,\n" +
    "and rolls them back, under load and against the simulator. Checks that every generation was\n" +
    "paid once, and counts those that the producer could not show.",
  options: {
    from: { type: "string", default: "", description: "the commit of the earlier version" },
    "per-step": {
      type: "string",
      default: "4",
      description: "generations that are submitted before each step",
    },
    "workers-first": {
      type: "boolean",
      default: false,
      description: "updates the producer last, and rolls it back first",
    },
  },
} as const;

const options = readOptions(DRILL, ({ from, "per-step": perStep, "workers-first": first }) => {
  if (from === "" || !isCommit(from)) throw new Error("--from must be a commit of this repository");
  return { from, perStep: wholeNumberOption("per-step", perStep, 1), workersFirst: first };
});

function isCommit(name: string): boolean {
  const words = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
  return spawnSync("git", words, { cwd: import.meta.dirname }).status === 0;
}

const spinner = ora("starting").start();
try {
  const result = await runDrill(options, (text) => {
    spinner.text = text;
  });
  const { isPaidOnce, isReadable } = verdictOf(result);
  if (!isPaidOnce) spinner.fail("a guarantee was violated: see the tables below");
  else if (isReadable)
    spinner.succeed("every generation was paid exactly once, and always readable");
  else
    spinner.warn("every generation was paid exactly once, but some could not be read for a while");
  console.log(`\n${tablesOf(result)}\n`);
  process.exitCode = isPaidOnce ? 0 : 1;
} catch (error) {
  if (!(error instanceof NotInstalledError)) throw error;
  spinner.fail(error.message);
  console.error(error.cause);
  process.exitCode = 3;
}
