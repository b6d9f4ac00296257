import { startRedis, waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { prompt, startSystem } from "../system.ts";

it("keeps what was answered 202 while Redis is away, and goes on when it is back", async () => {
  await using redis = await startRedis({ appendOnly: true });
  await using system = await startSystem({ redisUrl: redis.url, simulator: { runningMs: 2_000 } });
  await system.startWorker();
  const accepted: { id: string }[] = [];
  for (const number of [1, 2, 3, 4]) accepted.push(await system.create(prompt(`film ${number}`)));
  await waitFor(() => system.simulator.tasks().length === 2, { timeoutMs: 30_000 });

  await redis.kill();
  const away = await system.fetch("/v1/generations", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "wan2.1-vace-plus", input: {} }),
  });
  // What is wrong is said without Redis; what is right cannot be stored.
  expect(away.status).toBe(400);
  const refused = await system.fetch("/v1/generations?limit=1");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
  expect((await system.fetch("/readyz")).status).toBe(503);
  await expect(system.create()).rejects.toThrow("503");
  await redis.restart();

  for (const { id } of accepted) {
    await waitFor(async () => (await system.fetch(`/v1/generations/${id}`)).status === 200, {
      timeoutMs: 30_000,
    });
    expect(await system.until(id, "succeeded", "failed", "uncertain")).toMatchObject({
      status: "succeeded",
      attempts: 1,
    });
  }
  expect(system.simulator.ledger().entries).toHaveLength(4);
});
