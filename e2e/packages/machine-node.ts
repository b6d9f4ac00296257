import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** npm passes its state to scripts as variables, and a nested npm would adopt it. */
const ADDED_BY_NPM = /^(?:npm_(?!config_)|npm_config_\w*prefix$|NODE$|INIT_CWD$)/;

/** The environment of this process without what npm, Vitest and the set-up added to it. */
export function machineEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !ADDED_BY_NPM.test(name));
  return { ...Object.fromEntries(own), PATH: machinePath(), NODE_OPTIONS: "" };
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
