import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

import { waitFor } from "@dashqueue/testing";

interface RunningExample extends AsyncDisposable {
  readonly lines: () => readonly string[];
  /** Waits for a line on stdout that matches. */
  readonly line: (pattern: RegExp) => Promise<RegExpExecArray>;
}

/** Starts an example that runs until it is stopped. */
export async function startExample(
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<RunningExample> {
  const file = path.resolve(import.meta.dirname, "../../examples", name);
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child, "spawn");
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  return {
    lines: () => lines,
    line: (pattern) =>
      waitFor(() => lines.map((line) => pattern.exec(line)).find((match) => match !== null), {
        timeoutMs: 60_000,
      }),
    async [Symbol.asyncDispose]() {
      const closed = once(child, "close");
      child.kill();
      await closed;
    },
  };
}
