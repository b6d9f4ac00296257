import type { TestSpecification } from "vitest/node";
import { BaseSequencer } from "vitest/node";

/** Files that take longer than their size suggests. */
export const SLOW: readonly string[] = [
  "apps/dashboard/test/pages.test.ts",
  "apps/worker/test/interleaving/interleaving.test.ts",
  "e2e/failures/processes/crash.test.ts",
  "e2e/failures/redis/memory-loss.test.ts",
  "e2e/failures/redis/topologies.test.ts",
  "e2e/failures/archive/broken-download.test.ts",
  "e2e/failures/processes/chaos.test.ts",
  "e2e/money/costs.test.ts",
  "e2e/failures/archive/unwritable.test.ts",
  "e2e/failures/processes/other-limits.test.ts",
  "packages/queue/test/connection/connection.test.ts",
];

/** Starts the slow files first, so that no worker is left alone with one at the end. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = SLOW.findIndex((name) => moduleId.endsWith(name));
      return index === -1 ? SLOW.length : index;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
