import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** How a process ended. One of the two is set. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly pid: number;
  /** Resolves when the process has ended and all its output has been read. */
  readonly exited: Promise<Exit>;
  /** The last lines of stdout and stderr, for error messages. */
  readonly output: () => string;
  /** Sends SIGTERM, and SIGKILL after the limit. Does nothing if the process has ended. */
  readonly stop: (limitMs: number) => Promise<Exit>;
  /** Sends SIGKILL. */
  readonly kill: () => Promise<Exit>;
}

export interface ChildOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Arguments for the same program that clean up after the child if this process ends first. */
  readonly orphanArguments?: readonly string[];
  readonly onLine?: (line: string) => void;
}

const OUTPUT_LINES = 200;

/**
 * Starts a program that never outlives this process. It has its own process group, so that Ctrl-C
 * in a terminal reaches this process only, which then stops its children in order. Rejects when the
 * program cannot be started.
 */
export async function startChild(
  command: string,
  programArguments: readonly string[],
  options: ChildOptions,
): Promise<Child> {
  const child = spawn(command, programArguments, {
    env: options.env,
    cwd: options.cwd,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = waitForClose(child);
  await once(child, "spawn");
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${command} started without a process id`);
  const { orphanArguments } = options;
  const guard = guardChild(pid, orphanArguments === undefined ? [] : [command, ...orphanArguments]);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      if (lines.length > OUTPUT_LINES) lines.shift();
      options.onLine?.(line);
    });
  }
  const exited = closed.then((exit) => {
    guard.kill("SIGKILL");
    return exit;
  });
  let isStopping = false;
  return {
    pid,
    exited,
    output: () => lines.join("\n"),
    stop: async (limitMs) => {
      // Only once, because a second SIGTERM makes an app exit without a clean shutdown.
      if (!isStopping) child.kill("SIGTERM");
      isStopping = true;
      const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
      const exit = await exited;
      clearTimeout(timer);
      return exit;
    },
    kill: async () => {
      child.kill("SIGKILL");
      return exited;
    },
  };
}

/**
 * Must be called right after `spawn`: a short-lived program may end before a later listener is
 * added.
 */
async function waitForClose(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
}

/**
 * Kills the child when this process ends for any reason. Even after SIGKILL, the operating system
 * closes our end of the guard's stdin, which the guard waits for.
 */
function guardChild(pid: number, cleanUp: readonly string[]): ChildProcess {
  const script = 'read -r _; kill -KILL "$1"; shift; "$@"';
  const guard = spawn("/bin/sh", ["-c", script, "guard", String(pid), ...cleanUp], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.unref();
  const { stdin } = guard;
  // In Node, the pipe is a socket, which would keep this process alive, too.
  if ("unref" in stdin && typeof stdin.unref === "function") stdin.unref();
  return guard;
}
