import { startBundledApp, startRedis, startTcpProxy, waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { expect, it, onTestFinished } from "vitest";

import { CLOSE, createFilms, startServedSystem } from "../../system.ts";

function adminOf(port: number): Redis {
  const admin = new Redis({ port });
  admin.on("error", () => {});
  onTestFinished(() => admin.disconnect());
  return admin;
}

it("continues when the address of Redis leads to another primary, and the old one is read-only", async () => {
  await using before = await startRedis({ appendOnly: true });
  await using after = await startRedis({ appendOnly: true });
  const [old, next] = [adminOf(before.port), adminOf(after.port)];
  await next.replicaof("127.0.0.1", before.port);
  await using proxy = await startTcpProxy(before.port);
  await using system = await startServedSystem({
    redisUrl: `redis://127.0.0.1:${proxy.port}`,
    // Create requests that were in flight must have ended before the lanes open again.
    env: { DASHSCOPE_TIMEOUT_MS: "2000" },
  });
  const worker = await system.startWorker();
  await using dashboard = await startBundledApp("dashboard", system.env);
  const [first] = await createFilms(system, 1);
  await system.until(first!, "succeeded");
  await waitFor(async () => (await old.wait(1, 1_000)) === 1, { timeoutMs: 60_000 });

  await next.replicaof("NO", "ONE");
  await old.replicaof("127.0.0.1", after.port);
  proxy.target = after.port;
  const urls = [system.producer.url, worker.url, dashboard.url];
  for (const url of urls)
    await waitFor(async () => (await fetch(`${url}/readyz`, { headers: CLOSE })).ok, {
      timeoutMs: 60_000,
    });
  for (const id of await createFilms(system, 2, 3))
    expect(await system.until(id, "succeeded", "failed")).toMatchObject({ status: "succeeded" });
  expect(system.simulator.ledger().entries).toHaveLength(3);
});
