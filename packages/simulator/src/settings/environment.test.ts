import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { environmentSchema, readEnvironment, unknownNames } from "./environment.ts";

test("uses the defaults for unset and empty variables", () => {
  const options = {
    host: "127.0.0.1",
    port: 3999,
    pendingMs: 2000,
    runningMs: 10_000,
    concurrencyMode: "queue",
    apiKeys: { "sk-simulator": "account-1" },
  };
  expect(readEnvironment({ PATH: "/bin" })).toEqual({ ok: true, options });
  expect(readEnvironment({ SIMULATOR_PORT: "", SIMULATOR_LIMITS: "" })).toEqual({
    ok: true,
    options,
  });
});

test("reads every variable", () => {
  const limits = {
    "wan2.1-vace-plus": { submitsPerSecond: 0.5, maxInFlight: 1 },
    "*": { submitsPerSecond: 9, maxInFlight: 9, maxQueued: 9 },
  };
  expect(readEnvironment({ SIMULATOR_API_KEYS: '{"sk-1":"paris","sk-2":"rome"}' })).toMatchObject({
    options: { apiKeys: { "sk-1": "paris", "sk-2": "rome" } },
  });
  expect(
    readEnvironment({
      SIMULATOR_HOST: "simulator",
      SIMULATOR_PORT: "0",
      SIMULATOR_STATE_FILE: "data/state.json",
      SIMULATOR_PENDING_MS: "1",
      SIMULATOR_RUNNING_MS: "2",
      SIMULATOR_CONCURRENCY_MODE: "reject",
      SIMULATOR_LIMITS: JSON.stringify(limits),
      SIMULATOR_FAULT_RATES: '{"lost-answer":0.05}',
      SIMULATOR_SEED: "7",
      SIMULATOR_API_KEY: "sk-other",
    }),
  ).toEqual({
    ok: true,
    options: {
      host: "simulator",
      port: 0,
      stateFile: "data/state.json",
      pendingMs: 1,
      runningMs: 2,
      concurrencyMode: "reject",
      limits,
      faultRates: { rates: { "lost-answer": 0.05 }, seed: 7 },
      apiKeys: { "sk-other": "account-1" },
    },
  });
});

test("names every problem at once, without values", () => {
  const result = readEnvironment({
    SIMULATOR_PORT: "70000",
    SIMULATOR_PENDING_MS: "soon",
    SIMULATOR_CONCURRENCY_MODE: "drop",
    SIMULATOR_LIMITS: "{",
    SIMULATOR_API_KEY: "sk secret",
  });
  const problems = result.ok ? [] : result.problems;
  expect(problems.map((problem) => problem.split(":")[0])).toEqual([
    "SIMULATOR_PORT",
    "SIMULATOR_PENDING_MS",
    "SIMULATOR_CONCURRENCY_MODE",
    "SIMULATOR_LIMITS",
    "SIMULATOR_API_KEY",
  ]);
  expect(problems.join("\n")).not.toContain("secret");
});

test.each([
  '{"gpt":{"submitsPerSecond":1,"maxInFlight":1}}',
  '{"*":{"submitsPerSecond":0,"maxInFlight":1}}',
  "[]",
])("rejects the limits %s", (limits) =>
  expect(readEnvironment({ SIMULATOR_LIMITS: limits }).ok).toBe(false),
);

test("finds names that look like a variable and are not one", () => {
  const source = { SIMULATOR_PORT: "1", SIMULATOR_LIMIT: "{}", PATH: "/bin" };
  expect(unknownNames(source)).toEqual(["SIMULATOR_LIMIT"]);
});

test("the README lists every variable", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const rows = readme.split("\n").filter((line) => line.startsWith("| `SIMULATOR_"));
  const listed = rows.flatMap((row) => row.split("|")[1]?.match(/SIMULATOR_\w+/g) ?? []);
  expect(listed.toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted());
});
