import { startBundledApp, startRedis, startTcpProxy, waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { CLOSE, createFilms, prompt, startServedSystem } from "../../system.ts";

it("continues after every connection to Redis became open on one side only", async () => {
  await using redis = await startRedis({ appendOnly: true });
  await using proxy = await startTcpProxy(redis.port);
  await using system = await startServedSystem({ redisUrl: `redis://127.0.0.1:${proxy.port}` });
  await system.startWorker();
  await using dashboard = await startBundledApp("dashboard", system.env);
  const [first] = await createFilms(system, 1);
  await system.until(first!, "succeeded");

  proxy.hang();
  const { id } = await waitFor(() => system.create(prompt("film 2")).catch(() => null), {
    timeoutMs: 60_000,
  });
  const events = await (await system.fetch(`/v1/generations/${id}/events`)).text();
  expect(events).toContain("files-archived");
  for (const url of [system.producer.url, dashboard.url])
    await waitFor(async () => (await fetch(`${url}/readyz`, { headers: CLOSE })).ok, {
      timeoutMs: 60_000,
    });
  expect(system.simulator.ledger().entries).toHaveLength(2);
});
