import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

import { withoutNpmVariables } from "../../scripts/setup/environment.mjs";

const run = promisify(execFile);

/** The environment of this process without what npm, Vitest and the set-up added to it. */
export function machineEnvironment(): Record<string, string> {
  return { ...withoutNpmVariables(process.env), PATH: machinePath(), NODE_OPTIONS: "" };
}

/** PATH without the Node, npm and tools that this repository installs for itself. */
function machinePath(): string {
  return (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .filter((folder) => !/[/\\](node_modules|\.tools)[/\\]/.test(folder))
    .join(path.delimiter);
}

/** Runs a program as a user of this machine would, and returns what it writes to stdout. */
export async function runOnMachine(
  cwd: string,
  program: string,
  programArguments: readonly string[],
): Promise<string> {
  const { stdout } = await run(program, programArguments, { cwd, env: machineEnvironment() });
  return stdout;
}
