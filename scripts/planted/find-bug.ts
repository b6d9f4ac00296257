import type { PlantedBug } from "./planted-bug.ts";
import { plant } from "./planted-bug.ts";
import type { TestRun } from "./run-tests.ts";
import { runTests } from "./run-tests.ts";
import type { TestStage } from "./test-stages.ts";
import { stagesFor } from "./test-stages.ts";
import type { WorkCopy } from "./work-copy.ts";

/** Returns the first test that finds the bug; null if none does. */
export type FindBug = (bug: PlantedBug) => Promise<string | null>;

/** Plants bugs in the copy, one at a time. @throws Error if a test fails without a bug. */
export function createFindBug(copy: WorkCopy): FindBug {
  const healthy = new Set<string>();

  /** Without a bug, the tests must pass: otherwise they would find every bug. */
  async function expectToPass(stage: TestStage): Promise<void> {
    const tests = stage.filters.join(" ");
    if (healthy.has(tests)) return;
    const run = await runTests(copy.folder, stage);
    if (run.kind === "failed") throw new Error(`without a bug, this test fails: ${run.test}`);
    if (run.kind === "too-slow") throw new Error(`without a bug, these tests do not end: ${tests}`);
    healthy.add(tests);
  }

  async function runWith(bug: PlantedBug, stage: TestStage): Promise<TestRun> {
    const text = await copy.read(bug.file);
    await copy.write(bug.file, plant(text, bug));
    try {
      return await runTests(copy.folder, stage);
    } finally {
      await copy.write(bug.file, text);
    }
  }

  return async (bug) => {
    for (const stage of stagesFor(bug.file)) {
      await expectToPass(stage);
      const run = await runWith(bug, stage);
      if (run.kind === "failed") return run.test;
      if (run.kind === "too-slow") return `${stage.name}: a test does not end`;
    }
    return null;
  };
}
