import { startRedis, waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { createFilms, startServedSystem } from "../../system.ts";

it("keeps every acknowledged request while Redis is away, and resumes afterwards (G9)", async () => {
  await using redis = await startRedis({ appendOnly: true });
  await using system = await startServedSystem({
    redisUrl: redis.url,
    simulator: { runningMs: 2_000 },
    // Create requests that were in flight must have ended before the lanes open again.
    env: { DASHSCOPE_TIMEOUT_MS: "2000" },
  });
  await system.startWorker();
  const ids = await createFilms(system, 1, 2, 3, 4);
  await waitFor(() => system.simulator.tasks().length >= 2, { timeoutMs: 60_000 });

  await redis.kill();
  const invalid = await system.fetch("/v1/generations", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "wan2.1-vace-plus", input: {} }),
  });
  // Validation needs no Redis; storing a valid request does.
  expect(invalid.status).toBe(400);
  const unavailable = await system.fetch("/v1/generations?limit=1");
  expect([unavailable.status, unavailable.headers.get("retry-after")]).toEqual([503, "2"]);
  expect((await system.fetch("/readyz")).status).toBe(503);
  await expect(system.create()).rejects.toThrow("503");
  await redis.restart();

  for (const id of ids) {
    await waitFor(async () => (await system.fetch(`/v1/generations/${id}`)).status === 200, {
      timeoutMs: 60_000,
    });
    expect(await system.until(id, "succeeded", "failed")).toMatchObject({
      status: "succeeded",
      attempts: 1,
    });
  }
  expect(system.simulator.ledger().entries).toHaveLength(4);
});
