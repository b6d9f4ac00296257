import { execFile, spawnSync } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

import { expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** The last commit of version 2026-11-23. */
const EARLIER = "af211f7";
const hasHistory =
  spawnSync("git", ["-C", ROOT, "cat-file", "-e", `${EARLIER}^{commit}`]).status === 0;

interface Ended {
  readonly stdout: string;
  readonly code: number;
}

/** Exits with 1 when a guarantee is violated, and with 3 when the version cannot be installed. */
async function drill(...options: readonly string[]): Promise<Ended> {
  const script = path.join(ROOT, "scripts/drill/main.ts");
  const running = promisify(execFile)(process.execPath, [script, ...options], { env: process.env });
  return running.then(
    ({ stdout }) => ({ stdout, code: 0 }),
    (error: unknown) => error as Ended,
  );
}

/** The rows of the tables that the drill prints. */
function rowsOf(output: string): Record<string, string> {
  const rows = output.matchAll(/^\| (.+?) \| (\d+) \|$/gm);
  return Object.fromEntries([...rows].map(([, name = "", value = ""]) => [name, value]));
}

it.skipIf(!hasHistory)(
  "pays once while version 2026-11-23 is updated and rolled back (skipped without the git history)",
  async ({ skip }) => {
    const { stdout, code } = await drill("--from", EARLIER, "--per-step", "2");
    skip(code === 3, "the earlier version cannot be installed here");
    expect(rowsOf(stdout)).toMatchObject({
      accepted: "14",
      "paid tasks": "14",
      "paid twice": "0",
      "over limit": "0",
      "repeats that bought again": "0",
      // Everything can be read until the producer is rolled back, which the guide explains.
      "update producer": "0",
      "update worker": "0",
      "update worker (killed)": "0",
      "roll back worker": "0",
      "roll back worker (killed)": "0",
    });
    expect(code).toBe(0);
  },
  240_000,
);
