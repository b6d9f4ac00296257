import { inspect } from "node:util";

import { startRedis, waitFor } from "@dashqueue/testing";
import type { RedisServer } from "@dashqueue/testing";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from "vitest";

import { checkServer } from "../../src/connection/check-server.ts";
import { connectFailingFast, connectPatiently } from "../../src/connection/connect.ts";
import type { Durability } from "../../src/connection/durability.ts";
import { connectProducer, inspectRedis } from "../../src/index.ts";

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
  await admin.config("SET", "appendfsync", "always");
});

async function check(
  url: string,
  connect = connectFailingFast,
  asked: Durability = "auto",
): Promise<string[]> {
  const client = connect(url, PREFIX);
  onTestFinished(() => client.disconnect());
  const events: string[] = [];
  const report = {
    mode: (mode: string) => events.push(mode),
    warn: ({ event }: { event: string }) => events.push(event),
    refuse: (message: string) => events.push(message),
  };
  const server = checkServer(client, asked, report);
  onTestFinished(server.close);
  await server.first;
  return events;
}

it("accepts a durable Redis", async () => {
  expect(await check(redis.url)).toEqual(["fsync"]);
});

it("inspects a Redis for an operator", async () => {
  const options = { prefix: PREFIX, durability: "auto", now: Date.now, limitMs: 5_000 } as const;
  expect(await inspectRedis({ redisUrl: redis.url, ...options })).toEqual({
    kind: "reached",
    version: expect.stringMatching(/^\d+\.\d+/),
    aheadMs: expect.closeTo(0, -3),
    mode: "fsync",
    messages: [],
  });
  await admin.config("SET", "maxmemory-policy", "allkeys-lru");
  expect(await inspectRedis({ redisUrl: redis.url, ...options })).toMatchObject({
    mode: null,
    messages: [expect.stringContaining("set maxmemory-policy noeviction")],
  });
  expect(
    await inspectRedis({ redisUrl: "redis://127.0.0.1:1", ...options, limitMs: 500 }),
  ).toMatchObject({ kind: "unreachable", message: expect.stringContaining("check REDIS_URL") });
});

it("warns about a Redis without an append-only file", async () => {
  await admin.config("SET", "appendonly", "no");
  expect(await check(redis.url)).toEqual(["none", "redis-not-durable"]);
  await expect(check(redis.url, connectFailingFast, "fsync")).rejects.toThrow("append-only file");
});

it("reports a setting that changed when it connects again", async () => {
  const client = connectPatiently(redis.url, PREFIX);
  client.on("error", () => {});
  onTestFinished(() => client.disconnect());
  const events: string[] = [];
  const report = {
    mode: (mode: string) => events.push(mode),
    warn: ({ event }: { event: string }) => events.push(event),
    refuse: (message: string) => events.push(message),
  };
  const server = checkServer(client, "fsync", report);
  onTestFinished(server.close);
  await server.first;
  await admin.config("SET", "appendfsync", "everysec");
  client.disconnect(true);
  await waitFor(() => events.length === 2);
  expect(events).toEqual(["fsync", expect.stringContaining("Set appendfsync always")]);
  expect(await server.decision()).toMatchObject({ kind: "refused" });
});

it("refuses a Redis that evicts keys, even for services that connect", async () => {
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

it("warns when Redis does not permit the check", async () => {
  await admin.acl("SETUSER", "guest", "on", ">guest", "allcommands", "-info", "-config", "allkeys");
  expect(await check(redis.url.replace("//", "//guest:guest@"))).toEqual([
    "none",
    "redis-unchecked",
    "redis-unchecked",
  ]);
});

it("waits for a Redis that is away", async () => {
  await redis.kill();
  const checked = check(redis.url);
  await redis.restart();
  expect(await checked).toEqual(["fsync"]);
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

it("needs no dangerous command but INFO, and only the keys of its prefix", async () => {
  const rules = ["~{dashqueue}*", "&{dashqueue}*", "+@all", "-@dangerous", "+info"];
  await admin.acl("SETUSER", "bob", "on", ">s3cr3t/@", ...rules);
  const url = redis.url.replace("//", "//bob:s3cr3t%2F%40@");
  const queue = await connectProducer({ redisUrl: url, durability: "fsync" });
  const enqueued = await queue.enqueue({ model: "wan2.2-t2i-flash", input: { prompt: "a cat" } });
  expect(enqueued.kind).toBe("accepted");
  await queue.close();
});
