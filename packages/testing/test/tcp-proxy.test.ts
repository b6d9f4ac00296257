import { Redis } from "ioredis";
import { expect, it, onTestFinished } from "vitest";

import { startRedis, startTcpProxy, waitFor } from "../src/index.ts";

it("delivers requests whose replies it drops, until it closes all connections", async () => {
  await using redis = await startRedis();
  await using proxy = await startTcpProxy(redis.port);
  const connect = (port: number) => {
    const client = new Redis({ port, retryStrategy: () => null });
    client.on("error", () => {});
    onTestFinished(() => client.disconnect());
    return client;
  };
  const [near, direct] = [connect(proxy.port), connect(redis.port)];
  await near.ping();

  const closeConnections = proxy.dropReplies();
  const unanswered = near.set("key", "value");
  await waitFor(async () => (await direct.get("key")) === "value");
  closeConnections();
  await expect(unanswered).rejects.toThrow("Connection is closed");
  expect(await connect(proxy.port).get("key")).toBe("value");
});
