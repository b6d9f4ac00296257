import { EventEmitter } from "node:events";
import path from "node:path";

import { parseLogLine } from "./log-line.ts";
import type { LogLine } from "./log-line.ts";
import { startChild } from "./start-child.ts";
import type { Child, Exit } from "./start-child.ts";

export interface AppOptions {
  /** Runs this program instead of the `src/main.ts` of the app. */
  readonly script?: string;
  /** The longest time until it listens; 60 s by default. */
  readonly listenLimitMs?: number;
  /** Receives every line of stdout and stderr. */
  readonly onLine?: (line: string) => void;
}

export interface AppProcess extends AsyncDisposable {
  readonly name: string;
  readonly pid: number;
  /** The address from its `<name>-listening` log line. */
  readonly url: string;
  /** The JSON log lines so far (the last 10,000). */
  readonly logs: readonly LogLine[];
  /** Its output as text (the last 200 lines), for error messages. */
  readonly output: () => string;
  /**
   * Returns the first matching log line, past or future. Rejects after `timeoutMs` (30 s) or when
   * the app ends.
   */
  readonly waitForLog: (
    predicate: (line: LogLine) => boolean,
    timeoutMs?: number,
  ) => Promise<LogLine>;
  readonly exited: Promise<Exit>;
  /** Sends SIGTERM, and SIGKILL after `limitMs` (40 s), which the returned `signal` then shows. */
  readonly stop: (limitMs?: number) => Promise<Exit>;
  /** Sends SIGKILL, like a crash. */
  readonly kill: () => Promise<Exit>;
}

/** The app ended, or did not listen in time. */
export class AppStartError extends Error {
  override readonly name = "AppStartError";
  readonly exit: Exit | null;
  /** The output of the app. */
  readonly output: string;
  constructor(message: string, exit: Exit | null, output: string) {
    super(`${message}\n${output}`);
    this.exit = exit;
    this.output = output;
  }
}

const KEPT_LOG_LINES = 10_000;
const ROOT = path.resolve(import.meta.dirname, "../../../..");

/** V8's compile cache of the apps, which halves what their start costs. */
const COMPILE_CACHE = path.join(ROOT, "node_modules/.cache/node");

/**
 * Starts an app of this repository as a process with exactly this environment, PATH and a compile
 * cache, and resolves when it listens. Rejects with `AppStartError` when it ends or does not listen
 * within the limit. It must log at level `info`, because its log says when and where it listens.
 */
export async function startApp(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  options: AppOptions = {},
): Promise<AppProcess> {
  const logs: LogLine[] = [];
  const arrivals = new EventEmitter<{ line: [LogLine] }>().setMaxListeners(0);
  const script = options.script ?? mainScript(name);
  const child = await startChild(process.execPath, [script], {
    env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
    cwd: ROOT,
    onLine: (text) => {
      options.onLine?.(text);
      const line = parseLogLine(text);
      if (line === null) return;
      if (logs.push(line) > KEPT_LOG_LINES) logs.shift();
      arrivals.emit("line", line);
    },
  });
  const waitForLog = async (
    predicate: (line: LogLine) => boolean,
    timeoutMs = 30_000,
  ): Promise<LogLine> =>
    logs.find(predicate) ?? waitForArrival(name, child, arrivals, predicate, timeoutMs);
  const url = await waitForUrl(name, child, waitForLog, options.listenLimitMs ?? 60_000);
  const stop = async (limitMs = 40_000) => child.stop(limitMs);
  return {
    name,
    pid: child.pid,
    url,
    logs,
    output: child.output,
    waitForLog,
    exited: child.exited,
    stop,
    kill: child.kill,
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}

function mainScript(name: string): string {
  const folder = name === "simulator" ? "packages" : "apps";
  return path.join(ROOT, folder, name, "src/main.ts");
}

async function waitForUrl(
  name: string,
  child: Child,
  waitForLog: AppProcess["waitForLog"],
  limitMs: number,
): Promise<string> {
  try {
    const line = await waitForLog((line) => line.event === `${name}-listening`, limitMs);
    if (typeof line["url"] === "string") return line["url"];
    throw new AppStartError(`${name} listens, but did not log its url`, null, child.output());
  } catch (error) {
    await child.kill();
    throw error;
  }
}

async function waitForArrival(
  name: string,
  child: Child,
  arrivals: EventEmitter<{ line: [LogLine] }>,
  predicate: (line: LogLine) => boolean,
  timeoutMs: number,
): Promise<LogLine> {
  const found = Promise.withResolvers<LogLine>();
  const onLine = (line: LogLine) => {
    if (predicate(line)) found.resolve(line);
  };
  const timer = setTimeout(() => {
    const message = `${name} did not log the expected line within ${timeoutMs} ms`;
    found.reject(new AppStartError(message, null, child.output()));
  }, timeoutMs);
  const onExit = async () => {
    const exit = await child.exited;
    found.reject(new AppStartError(`${name} exited (${describeExit(exit)})`, exit, child.output()));
  };
  void onExit();
  arrivals.on("line", onLine);
  try {
    return await found.promise;
  } finally {
    clearTimeout(timer);
    arrivals.off("line", onLine);
  }
}

/** `code 1` or `signal SIGKILL`. */
export function describeExit(exit: Exit): string {
  return exit.signal === null ? `code ${exit.code}` : `signal ${exit.signal}`;
}
