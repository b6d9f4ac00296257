import { defineConfig } from "vitest/config";

const redis = { globalSetup: ["packages/testing/src/vitest-redis.ts"] };

export default defineConfig({
  test: {
    reporters: ["default", "./scripts/counts-reporter.ts"],
    coverage: {
      provider: "v8",
      include: ["{apps,packages}/*/src/**/*.ts"],
      reporter: ["text-summary", "json-summary"],
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
