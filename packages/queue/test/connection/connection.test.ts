import { once } from "node:events";

import type { TcpProxy } from "@dashqueue/testing";
import { startRedis, startTcpProxy, waitFor } from "@dashqueue/testing";
import type { Redis } from "ioredis";
import type { TestContext } from "vitest";
import { describe, expect, it } from "vitest";

import { acceptsWrites } from "../../src/connection/accepts-writes.ts";
import { connectFailingFast, connectPatiently } from "../../src/connection/connect.ts";

const PREFIX = "{test}";
type Connect = typeof connectPatiently;
/** The tests wait at the same time. */
type Test = Pick<TestContext, "onTestFinished">;

/** A Redis behind a proxy, and a connection to it. */
async function connectThrough(test: Test, connect: Connect) {
  const redis = await startRedis();
  test.onTestFinished(redis.stop);
  const proxy = await startTcpProxy(redis.port);
  const client = connectTo(test, connect, urlOf(proxy));
  test.onTestFinished(() => proxy[Symbol.asyncDispose]());
  await once(client, "ready");
  return { redis, proxy, client };
}

function connectTo(test: Test, connect: Connect, url: string): Redis {
  const client = connect(url, PREFIX);
  client.on("error", () => {});
  test.onTestFinished(() => client.disconnect());
  return client;
}

const urlOf = ({ port }: Pick<TcpProxy, "port">) => `redis://127.0.0.1:${port}`;
const eventually = { timeoutMs: 50_000, everyMs: 200 };

describe.concurrent("a connection that is open on our side only", () => {
  it("is replaced, and the waiting command is sent again", async (test) => {
    const { proxy, client } = await connectThrough(test, connectPatiently);
    proxy.hang();
    expect(await client.set("key", "value")).toBe("OK");
  });

  it("is replaced in a process that fails fast, whose commands fail meanwhile", async (test) => {
    const { proxy, client } = await connectThrough(test, connectFailingFast);
    proxy.hang();
    await expect(client.get("key")).rejects.toThrow("Command timed out");
    await waitFor(async () => (await client.ping().catch(() => null)) === "PONG", eventually);
  });

  it("is replaced while it only listens, and continues to receive", async (test) => {
    const { redis, proxy, client } = await connectThrough(test, connectPatiently);
    const received: string[] = [];
    client.on("message", (_channel, text) => received.push(text));
    await client.subscribe("changes");
    proxy.hang();
    const publisher = connectTo(test, connectPatiently, redis.url);
    await waitFor(async () => {
      await publisher.publish("changes", "again");
      return received.length > 0;
    }, eventually);
    expect(received).toContain("again");
  });
});

describe.concurrent("a failover behind one address", () => {
  /** The primary becomes a read-only replica of another one, which is now behind the address. */
  async function failOver(
    test: Test,
    { redis, proxy }: Awaited<ReturnType<typeof connectThrough>>,
  ) {
    const other = await startRedis();
    test.onTestFinished(other.stop);
    const demoted = connectTo(test, connectPatiently, redis.url);
    await demoted.replicaof("127.0.0.1", other.port);
    proxy.target = other.port;
  }

  it.for<[string, (client: Redis) => Promise<unknown>]>([
    ["a write", (client) => client.set("key", "value")],
    ["a script", (client) => client.eval('return redis.call("SET", KEYS[1], "value")', 1, "key")],
  ])("lets %s of a worker wait for the new primary", async ([, write], test) => {
    const given = await connectThrough(test, connectPatiently);
    await failOver(test, given);
    expect(await write(given.client)).toBe("OK");
  });

  it("fails one write of a process that fails fast, and the readiness probe until then", async (test) => {
    const given = await connectThrough(test, connectFailingFast);
    await failOver(test, given);
    expect(await given.client.ping()).toBe("PONG");
    await expect(acceptsWrites(given.client, "ready")).rejects.toThrow("READONLY");
    await waitFor(() => acceptsWrites(given.client, "ready").catch(() => false), eventually);
  });

  it("asks a server that stays read-only about once per second", async (test) => {
    const { redis, client } = await connectThrough(test, connectPatiently);
    const admin = connectTo(test, connectPatiently, redis.url);
    await admin.replicaof("127.0.0.1", 1);
    let connects = 0;
    client.on("connect", () => (connects += 1));
    const written = client.set("key", "value");
    await waitFor(() => connects >= 2, eventually);
    expect(connects).toBeLessThan(4);
    await admin.replicaof("NO", "ONE");
    expect(await written).toBe("OK");
  });
});

it("never writes to another database than the one in the URL", async (test) => {
  await using redis = await startRedis();
  const client = connectTo(test, connectPatiently, `${redis.url}/99`);
  void client.set("key", "value").catch(() => {});
  let reconnects = 0;
  client.on("reconnecting", () => (reconnects += 1));
  await waitFor(() => reconnects >= 2, eventually);
  const admin = connectTo(test, connectPatiently, redis.url);
  expect(await admin.exists("key")).toBe(0);
});
