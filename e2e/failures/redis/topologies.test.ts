import { startRedis, startRedisCluster, startSentinel, waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { expect, it, onTestFinished } from "vitest";

import { CLOSE, createFilms, startServedSystem } from "../../system.ts";

it("runs on a Redis Cluster", async () => {
  await using cluster = await startRedisCluster({ primaries: 2, appendOnly: true });
  await using system = await startServedSystem({ redisUrl: cluster.url });
  await system.startWorker();
  for (const id of await createFilms(system, 1, 2))
    expect(await system.until(id, "succeeded", "failed")).toMatchObject({ status: "succeeded" });
  expect(system.simulator.ledger().entries).toHaveLength(2);
});

it("keeps what it acknowledged when Sentinel fails over, and is not ready without a replica (G2, G9)", async () => {
  await using primary = await startRedis({ appendOnly: true });
  await using replica = await startRedis({
    appendOnly: true,
    settings: { replicaof: `127.0.0.1 ${primary.port}` },
  });
  const admin = new Redis(primary.port);
  admin.on("error", () => {});
  onTestFinished(() => admin.disconnect());
  await waitFor(async () => (await admin.info()).includes(`port=${replica.port}`), {
    timeoutMs: 60_000,
  });
  await using sentinel = await startSentinel(primary);
  await using system = await startServedSystem({
    redisUrl: sentinel.url,
    env: { REDIS_DURABILITY: "replica" },
  });
  const worker = await system.startWorker();
  const [first] = await createFilms(system, 1);
  await system.until(first!, "succeeded");
  const accepted = await createFilms(system, 2, 3);

  await primary.kill();
  for (const { url } of [system.producer, worker])
    await waitFor(
      async () =>
        (await (await fetch(`${url}/readyz`, { headers: CLOSE })).text()).includes("no replica"),
      { timeoutMs: 100_000, everyMs: 250 },
    );
  await primary.restart();
  for (const id of accepted)
    expect(await system.until(id, "succeeded", "failed")).toMatchObject({ status: "succeeded" });
  expect(system.simulator.ledger().entries).toHaveLength(3);
});
