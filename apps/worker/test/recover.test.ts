import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { createDashScopeClient } from "@dashqueue/dashscope";
import { createAccountGate, createKeys } from "@dashqueue/queue/internal";
import { startSimulator } from "@dashqueue/simulator";
import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

const SCRIPT = fileURLToPath(new URL("../src/recover/main.ts", import.meta.url));
const BUSY_MS = 2_000;

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

/**
 * Runs `recover` against a simulator. Returns what it printed, and when it sent its first query.
 */
async function runRecover(
  environment: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
) {
  await using simulator = await startSimulator({});
  if (flags.includes("--disown")) await createTask(simulator.baseUrl);
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, ...flags], {
    env: {
      DASHSCOPE_API_KEY: "sk-simulator",
      DASHSCOPE_HTTP_BASE_URL: simulator.baseUrl,
      ...environment,
    },
  });
  const queries = simulator.requests().filter(({ operation }) => operation === "list");
  return { stdout, queries: queries.length, queriedAt: queries[0]?.at ?? 0 };
}

async function createTask(baseUrl: string): Promise<void> {
  const client = createDashScopeClient({
    baseUrl,
    apiKey: "sk-simulator",
    timeoutMs: 10_000,
    now: Date.now,
  });
  await client.create({ model: "wan2.6-t2v", input: { prompt: "a girl" } });
  client.close();
}

it("waits for the query turn of the account, after the workers' turns (G8)", async () => {
  const { url, prefix } = testRedis();
  const keys = createKeys(prefix);
  const gate = createAccountGate(redis, keys);
  const nextTurnAt = async () => Number(await redis.get(keys.queries("default")));
  // The next turn of the account is this far away, as if workers had reserved all turns before it.
  await gate.reserveQuery("default", BUSY_MS);
  const before = await nextTurnAt();
  const { stdout, queries, queriedAt } = await runRecover({
    REDIS_URL: url,
    DASHQUEUE_PREFIX: prefix,
  });
  expect(stdout).toContain("Found 0 tasks");
  expect(queries).toBe(1);
  // By clocks that round a time to milliseconds.
  expect(queriedAt).toBeGreaterThanOrEqual(Math.floor(before) - 1);
  // It reserved a turn itself, so the workers' next turn is later.
  expect((await nextTurnAt()) - before).toBeGreaterThanOrEqual(62);
});

it("lists tasks without Redis, and says that their owners are unknown", async () => {
  const { stdout, queries } = await runRecover({ REDIS_URL: "redis://127.0.0.1:1/0" });
  expect(stdout).toContain("Redis at REDIS_URL does not answer");
  expect(stdout).toContain("Found 0 tasks");
  expect(queries).toBe(1);
});

it("records that the unowned tasks belong to another system", async () => {
  const { url, prefix } = testRedis();
  const environment = { REDIS_URL: url, DASHQUEUE_PREFIX: prefix };
  const { stdout } = await runRecover(environment, ["--disown"]);
  expect(stdout).toContain("Recorded that 1 of them belong to another system.");
  expect(await redis.hvals(createKeys(prefix).tasks)).toEqual(["another system"]);
});
