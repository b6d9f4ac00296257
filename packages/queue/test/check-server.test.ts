import { inspect } from "node:util";

import { startRedis, waitFor } from "@dashqueue/testing";
import type { RedisServer } from "@dashqueue/testing";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from "vitest";

import { checkServer } from "../src/connection/check-server.ts";
import { connectFailingFast, connectPatiently } from "../src/connection/connect.ts";
import { connectProducer } from "../src/index.ts";

const PREFIX = "{test}";
let redis: RedisServer;
let admin: Redis;
beforeAll(async () => {
  redis = await startRedis({ appendOnly: true });
  admin = connectPatiently(redis.url, PREFIX);
});
afterAll(async () => {
  admin.disconnect();
  await redis.stop();
});
beforeEach(async () => {
  await admin.config("SET", "maxmemory-policy", "noeviction");
  await admin.config("SET", "appendonly", "yes");
});

async function check(url: string, connect = connectFailingFast): Promise<string[]> {
  const client = connect(url, PREFIX);
  onTestFinished(() => client.disconnect());
  const events: string[] = [];
  await checkServer(client, ({ event }) => events.push(event));
  return events;
}

it("accepts a durable Redis", async () => {
  expect(await check(redis.url)).toEqual([]);
});

it("warns about a Redis without an append-only file", async () => {
  await admin.config("SET", "appendonly", "no");
  expect(await check(redis.url)).toEqual(["redis-not-durable"]);
});

it("refuses a Redis that evicts keys, also for services that connect", async () => {
  await admin.config("SET", "maxmemory-policy", "volatile-lru");
  await expect(check(redis.url)).rejects.toThrow("maxmemory-policy noeviction");
  await expect(connectProducer({ redisUrl: redis.url })).rejects.toThrow("noeviction");
});

it.each([connectFailingFast, connectPatiently])(
  "refuses a database that does not exist (%o)",
  async (connect) => {
    await expect(check(`${redis.url}/99`, connect)).rejects.toThrow("does not exist");
  },
);

it("says so when Redis does not permit the check", async () => {
  await admin.acl("SETUSER", "guest", "on", ">guest", "allcommands", "-info", "-config", "allkeys");
  expect(await check(redis.url.replace("//", "//guest:guest@"))).toEqual(["redis-unchecked"]);
});

it("waits for a Redis that is away", async () => {
  await redis.kill();
  const checked = check(redis.url);
  await redis.restart();
  expect(await checked).toEqual([]);
  await waitFor(async () => (await admin.ping()) === "PONG");
});

it("refuses a URL with an unencoded password before it connects (G7)", async () => {
  const wrong = connectProducer({ redisUrl: "redis://:s3cr3t#t3rc3s@h:6379" });
  const error: unknown = await wrong.catch((cause: unknown) => cause);
  expect(String(error)).toContain("Percent-encode");
  expect(JSON.stringify(error) + String((error as Error).stack)).not.toMatch(/s3cr3t|t3rc3s/);
});

it("shows no credential that Redis refused (G7)", async () => {
  const url = redis.url.replace("//", "//ann:s3cr3t@");
  const error: unknown = await connectProducer({ redisUrl: url }).catch((cause: unknown) => cause);
  expect(inspect(error, { depth: 9 })).toContain("WRONGPASS");
  expect(inspect(error, { depth: 9 })).not.toContain("s3cr3t");
});
