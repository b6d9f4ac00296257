import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";

import type { TestStage } from "./test-stages.ts";

export type TestRun =
  | { readonly kind: "passed" }
  /** @property test the file and the name of the first test that failed. */
  | { readonly kind: "failed"; readonly test: string }
  | { readonly kind: "too-slow" };

/** Several times what a stage needs, because a bug may make a test wait forever. */
const LIMIT_MS = 8 * 60_000;

/** The part of vitest's JSON report that is read here. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Runs a stage's tests in this folder until the first one fails. */
export async function runTests(folder: string, stage: TestStage): Promise<TestRun> {
  const report = path.join(folder, "planted-report.json");
  await rm(report, { force: true });
  const options = ["--project", stage.project, "--bail", "1", "--reporter", "json"];
  // One worker imports what the files share once, which takes longer than to run them.
  const workers = ["--maxWorkers", stage.project === "integration" ? "2" : "1"];
  const vitest = path.join(folder, "node_modules/vitest/vitest.mjs");
  const child = spawn(
    process.execPath,
    [vitest, "run", ...stage.filters, ...options, ...workers, "--outputFile", report],
    // A group of its own, so that the time limit ends its workers too.
    { cwd: folder, stdio: "ignore", detached: true },
  );
  const limit = setTimeout(() => kill(child.pid), LIMIT_MS);
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  clearTimeout(limit);
  if (signal !== null) return { kind: "too-slow" };
  if (code === 0) return { kind: "passed" };
  return { kind: "failed", test: firstFailure(await readFile(report, "utf8"), folder) };
}

function kill(pid: number | undefined): void {
  if (pid !== undefined) process.kill(-pid, "SIGKILL");
}

/** With the first failed test, vitest gives up the other files and reports them as failed too. */
function firstFailure(report: string, folder: string): string {
  const { testResults } = JSON.parse(report) as Report;
  const fileOf = ({ name }: { readonly name: string }) => path.relative(folder, name);
  for (const result of testResults) {
    const failed = result.assertionResults.find(({ status }) => status === "failed");
    if (failed !== undefined) return `${fileOf(result)}: ${failed.fullName.trim()}`;
  }
  const unloaded = testResults.find(({ status }) => status === "failed");
  return unloaded === undefined ? "the run itself" : `${fileOf(unloaded)}: its fixtures`;
}
