import { defineConfig } from "vitest/config";

/** Decisions without I/O: every line of them is tested. */
const PURE = [
  "packages/dashscope/src/!(transport).ts",
  "packages/dashscope/src/{catalogue,families,fields}/*.ts",
  "packages/queue/src/{advance,after-*,charge,cost-totals,event,generation,job,keys,private-host,script-arguments,spend-limit,submission,view}.ts",
  "apps/worker/src/stages/*.ts",
  "apps/worker/src/{candidates,door,lane-reaction,limits,notices,observe,provider,query-turn,reactions}.ts",
  "apps/worker/src/{reconciliation,repair,restart-check,spend-limits-env,spend-notice,store-file,task-reports,webhook}.ts",
  "apps/worker/src/recover/recovery.ts",
];

const redis = { globalSetup: ["packages/testing/src/vitest-redis.ts"] };

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
    projects: [
      {
        extends: true,
        // Pure code: no sockets, no files, no clock. Beside the file it tests.
        test: {
          name: "unit",
          include: ["{apps,packages}/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
          setupFiles: ["packages/testing/src/no-network.ts"],
        },
      },
      {
        extends: true,
        // Real Redis, real sockets on the loopback; isolated by a random key prefix.
        test: {
          name: "integration",
          include: ["{apps,packages}/*/test/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          ...redis,
        },
      },
      {
        extends: true,
        // The real processes, from outside.
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          ...redis,
        },
      },
    ],
  },
});
