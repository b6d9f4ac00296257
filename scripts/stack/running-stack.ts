import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { StackFailure } from "./failure.ts";
import { dataFolder, shortPath } from "./workspace.ts";

/** What others need to know about the stack that runs in this checkout. */
export type RunningStack = {
  readonly pid: number;
  readonly command: "demo" | "start";
  /** Null while it is starting. */
  readonly producerUrl: string | null;
  readonly provider: "simulator" | "dashscope";
  readonly dashscopeUrl: string | null;
  readonly archiveFolder: string | null;
};

const file = path.join(dataFolder, "stack.json");

/** The stack that runs on ./data now, or null; what a crashed one left behind does not count. */
export function readRunningStack(): RunningStack | null {
  const text = readOrNull(file);
  if (text === null) return null;
  const stack = parseStack(text);
  return stack !== null && isStackProcess(stack.pid) ? stack : null;
}

/** One stack at a time may use ./data. Returns how to say more about it; disposing gives the place up. */
export function claimStack(
  stack: RunningStack,
): Disposable & { readonly describe: (stack: RunningStack) => void } {
  const other = readRunningStack();
  if (other !== null) {
    throw new StackFailure(
      `A stack already runs in this folder (process ${other.pid}, \`npm ${other.command === "demo" ? "run demo" : "start"}\`): ` +
        `stop it with Ctrl-C first. If there is none, remove ${shortPath(file)}.`,
    );
  }
  mkdirSync(dataFolder, { recursive: true });
  const describe = (stack: RunningStack) =>
    writeFileSync(file, `${JSON.stringify(stack, null, 2)}\n`);
  describe(stack);
  return { describe, [Symbol.dispose]: () => rmSync(file, { force: true }) };
}

/** Null for anything but our own file in full. */
export function parseStack(text: string): RunningStack | null {
  try {
    const stack = JSON.parse(text) as RunningStack | null;
    return typeof stack?.pid === "number" ? stack : null;
  } catch {
    return null;
  }
}

function isStackProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  // Numbers are used again, quickly so in containers. Where the system does not tell, the number has to do.
  const commandLine = readOrNull(`/proc/${pid}/cmdline`);
  return commandLine === null || /scripts\/(start|demo)\.ts/.test(commandLine);
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
