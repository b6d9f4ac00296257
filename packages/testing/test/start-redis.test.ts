import { existsSync } from "node:fs";

import { Redis } from "ioredis";
import { expect, inject, it, onTestFinished } from "vitest";

import { startRedis, testRedis } from "../src/index.ts";
import type { RedisServer } from "../src/index.ts";

it("runs with the settings of this project", async () => {
  await using redis = await startRedis({ appendOnly: true });
  const client = connect(redis);
  const names = ["appendonly", "appendfsync", "hz", "maxmemory-policy", "save"];
  const values = await Promise.all(names.map(async (name) => client.config("GET", name)));
  expect(Object.fromEntries(values as [string, string][])).toEqual({
    appendonly: "yes",
    appendfsync: "always",
    hz: "100",
    "maxmemory-policy": "noeviction",
    save: "",
  });
});

it("restarts after a crash on the same port with every acknowledged write", async () => {
  await using redis = await startRedis({ appendOnly: true });
  const client = connect(redis);
  await client.set("key", "value");
  const firstPid = redis.pid;
  await redis.kill();
  await expect(client.get("key")).rejects.toThrow("Connection is closed");
  await redis.restart();
  expect(redis.pid).not.toBe(firstPid);
  expect(await connect(redis).get("key")).toBe("value");
});

it("restarts a running server", async () => {
  await using redis = await startRedis();
  const { url, pid } = redis;
  await redis.restart();
  expect(redis.url).toBe(url);
  expect(redis.pid).not.toBe(pid);
  expect(await connect(redis).ping()).toBe("PONG");
});

it("leaves no folder and no process behind", async () => {
  const redis = await startRedis();
  const client = connect(redis);
  const [, directory] = (await client.config("GET", "dir")) as [string, string];
  await redis.stop();
  await redis.stop();
  expect(existsSync(directory)).toBe(false);
  expect(() => process.kill(redis.pid, 0)).toThrow("ESRCH");
});

it("gives every test its own prefix on the Redis of the run", async () => {
  const [one, other] = [testRedis(), testRedis()];
  expect(one.url).toBe(inject("redisUrl"));
  expect(one.prefix).toMatch(/^\{test-[0-9a-f]{12}\}$/);
  expect(one.prefix).not.toBe(other.prefix);
});

function connect(redis: RedisServer): Redis {
  const client = new Redis(redis.url, { retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on("error", () => {});
  onTestFinished(() => client.disconnect());
  return client;
}
