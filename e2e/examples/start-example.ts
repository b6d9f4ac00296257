import path from "node:path";

import { startChild, waitFor } from "@dashqueue/testing";

interface RunningExample extends AsyncDisposable {
  /** All lines of its output so far. */
  readonly lines: readonly string[];
  /** Waits for a line that matches. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
}

const ROOT = path.resolve(import.meta.dirname, "../..");

/** Starts an example that runs until it is stopped. */
export async function startExample(
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<RunningExample> {
  const lines: string[] = [];
  const child = await startChild(process.execPath, [path.join("examples", name)], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], ...env },
    onLine: (line) => lines.push(line),
  });
  return {
    lines,
    line: (pattern) =>
      waitFor(() => lines.map((line) => pattern.exec(line)).find((match) => match !== null), {
        timeoutMs: 60_000,
      }),
    async [Symbol.asyncDispose]() {
      await child.stop(10_000);
    },
  };
}
