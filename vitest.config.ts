import { defineConfig } from "vitest/config";

import { SlowFirst } from "./scripts/slow-first.ts";

/** Decisions without I/O: every line of them is tested. */
const PURE = [
  "packages/dashscope/src/!(http)/**/*.ts",
  "packages/queue/src/{archived,costs,failure,generation,submission,transitions,view}/**/*.ts",
  "packages/queue/src/jobs/job.ts",
  "packages/queue/src/store/{keys,script-arguments}.ts",
  "packages/queue/src/tenants/tenant.ts",
  "apps/worker/src/stages/**/*.ts",
  "apps/worker/src/lanes/!(bell).ts",
  "apps/worker/src/accounts/{bring-uploads,provider,query-turn,task-list}.ts",
  "apps/worker/src/settling/!(open-generations).ts",
  "apps/worker/src/{early-looks,fleet,late-tasks,quotas}/**/*.ts",
  "apps/worker/src/resolving/**/*.ts",
  "apps/worker/src/archiving/**/*.ts",
  "apps/worker/src/{polling,sweeping}/**/*.ts",
  "apps/worker/src/notifying/**/*.ts",
  "apps/worker/src/env/spend-limits.ts",
  "apps/worker/src/metrics/observe.ts",
  "apps/worker/src/upkeep/{ended-records,needed-uploads,relay-messages,repair,repair-waiting}.ts",
  "apps/worker/src/upkeep/notices/**/*.ts",
  "apps/worker/src/recover/!(main).ts",
];

const redis = { globalSetup: ["packages/testing/src/vitest/provide-redis.ts"] };

export default defineConfig({
  test: {
    reporters: ["default", "./scripts/counts-reporter.ts"],
    coverage: {
      provider: "v8",
      include: ["{apps,packages}/*/src/**/*.ts"],
      reporter: ["text-summary", "json-summary"],
      thresholds: {
        lines: 85,
        ...Object.fromEntries(PURE.map((glob) => [glob, { lines: 100, functions: 100 }])),
      },
    },
    // Three times the usual two cores: most files wait more than they compute.
    maxWorkers: 6,
    sequence: { sequencer: SlowFirst },
    projects: [
      {
        extends: true,
        // Pure code: no sockets, no files, no clock. Beside the file it tests.
        test: {
          name: "unit",
          // The files share their imports: pure code has no state to keep apart.
          isolate: false,
          include: ["{apps,packages}/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
          setupFiles: ["packages/testing/src/vitest/no-side-effects.ts"],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        // Pure, too. Apart from the unit tests, because counting lines takes as long as the rest.
        test: {
          name: "interleavings",
          isolate: false,
          include: ["apps/worker/test/interleaving/*.test.ts"],
          setupFiles: ["packages/testing/src/vitest/no-side-effects.ts"],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        // Real Redis, real sockets on the loopback; isolated by a random key prefix.
        test: {
          name: "integration",
          isolate: false,
          include: ["{apps,packages}/*/test/**/*.test.ts"],
          exclude: ["apps/worker/test/interleaving/**"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          ...redis,
        },
      },
      {
        extends: true,
        // The real processes, from outside; isolated by key prefix, free ports and temporary
        // folders.
        test: {
          name: "e2e",
          isolate: false,
          include: ["e2e/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          globalSetup: [...redis.globalSetup, "packages/testing/src/vitest/bundle-apps.ts"],
        },
      },
    ],
  },
});
