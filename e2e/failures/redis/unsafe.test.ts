import { AppStartError, startBundledApp, startRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { expect, it } from "vitest";

const APPS = ["producer", "worker", "dashboard"] as const;
const env = (redisUrl: string) => ({
  REDIS_URL: redisUrl,
  ARCHIVE_URL: "file:data/never-used",
  DASHSCOPE_API_KEY: "sk-simulator",
  DASHSCOPE_HTTP_BASE_URL: "http://127.0.0.1:1/api/v1",
  PRODUCER_PORT: "0",
  WORKER_PORT: "0",
  DASHBOARD_PORT: "0",
});

async function startError(app: (typeof APPS)[number], redisUrl: string): Promise<AppStartError> {
  const error: unknown = await startBundledApp(app, env(redisUrl)).catch((cause: unknown) => cause);
  if (error instanceof AppStartError) return error;
  throw new Error(`${app} started`);
}

it("keeps every app from starting with a Redis that evicts keys", async () => {
  await using redis = await startRedis({ appendOnly: true });
  const admin = new Redis(redis.url);
  await admin.config("SET", "maxmemory-policy", "allkeys-lru");
  admin.disconnect();
  for (const app of APPS) {
    const { exit, output } = await startError(app, redis.url);
    expect(exit).toEqual({ code: 1, signal: null });
    expect(output).toContain("set maxmemory-policy noeviction");
  }
});

it("refuses a database that does not exist", async () => {
  await using redis = await startRedis({ appendOnly: true });
  const { exit, output } = await startError("producer", `${redis.url}/99`);
  expect(exit).toEqual({ code: 1, signal: null });
  expect(output).toContain("the database in the URL of Redis does not exist");
});

it("refuses a URL with an unencoded password, and shows no part of it (G7)", async () => {
  const { exit, output } = await startError("producer", "redis://user:123#s3cr3t@127.0.0.1:1/0");
  expect(exit).toEqual({ code: 1, signal: null });
  expect(output).toContain("REDIS_URL: must be like");
  expect(output).not.toMatch(/s3cr3t|123/);
});

it("ends when a Redis that was away at the start turns out to evict keys", async () => {
  await using redis = await startRedis();
  const admin = new Redis(redis.url, { retryStrategy: () => null });
  await admin.config("SET", "maxmemory-policy", "allkeys-lru");
  process.kill(redis.pid, "SIGSTOP");
  await using producer = await startBundledApp("producer", env(redis.url));
  process.kill(redis.pid, "SIGCONT");
  expect(await producer.exited).toEqual({ code: 1, signal: null });
  expect(producer.output()).toContain("noeviction");
});
