import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { StackFailure } from "./failure/stack-failure.ts";
import { DATA_FOLDER, shortPath } from "./workspace.ts";

/** The stack that runs in this checkout, for other commands. */
export interface RunningStack {
  readonly pid: number;
  readonly command: "demo" | "start";
  /** Null until the producer listens. */
  readonly producerUrl: string | null;
  readonly provider: "simulator" | "dashscope";
  readonly dashscopeUrl: string | null;
  readonly archivePlace: string;
}

export interface StackClaim extends Disposable {
  /** Replaces the published description. */
  readonly publish: (stack: RunningStack) => void;
}

const FILE = path.join(DATA_FOLDER, "stack.json");
const COMMANDS = { demo: "npm run demo", start: "npm start" };

/** Returns the stack that uses ./data now, or null. Ignores the file that a crashed stack left. */
export function readRunningStack(): RunningStack | null {
  const text = readOrNull(FILE);
  if (text === null) return null;
  const stack = parseStack(text);
  return stack !== null && isStackProcess(stack.pid) ? stack : null;
}

/** Reserves ./data for one stack until disposed. @throws StackFailure if another stack runs. */
export function claimStack(stack: RunningStack): StackClaim {
  const other = readRunningStack();
  if (other !== null) {
    throw new StackFailure(
      `A stack already runs in this folder (process ${other.pid}, \`${COMMANDS[other.command]}\`). ` +
        `Stop it with Ctrl-C. If it has already ended, remove ${shortPath(FILE)}.`,
    );
  }
  mkdirSync(DATA_FOLDER, { recursive: true });
  const publish = (stack: RunningStack) =>
    writeFileSync(FILE, `${JSON.stringify(stack, null, 2)}\n`);
  publish(stack);
  return { publish, [Symbol.dispose]: () => rmSync(FILE, { force: true }) };
}

/** Parses the description of a stack; null if it is not one. */
export function parseStack(text: string): RunningStack | null {
  try {
    const stack = JSON.parse(text) as RunningStack | null;
    return typeof stack?.pid === "number" ? stack : null;
  } catch {
    return null;
  }
}

/** Whether a command line is that of `npm start` or `npm run demo`. */
export function isStackCommand(commandLine: string): boolean {
  return /scripts\/(stack|demo)\/main\.ts/.test(commandLine);
}

function isStackProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  // Process ids are reused, quickly in containers. Without /proc, the id has to suffice.
  const commandLine = readOrNull(`/proc/${pid}/cmdline`);
  return commandLine === null || isStackCommand(commandLine);
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
