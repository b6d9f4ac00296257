import { startRedis, waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { shownQueues, startDashboard, SUBMIT } from "./running-dashboard.ts";
import type { RunningDashboard } from "./running-dashboard.ts";

async function expectAway(dashboard: RunningDashboard): Promise<void> {
  const page = await dashboard.get("/queues/");
  expect(page.status).toBe(503);
  expect(page.headers.get("retry-after")).toBe("2");
  expect(await page.text()).toContain("Redis is not responding.");
  const generation = await dashboard.get("/generations/gen_1");
  expect(generation.status).toBe(503);
  expect(await generation.text()).toContain('http-equiv="refresh"');
  const api = await dashboard.get("/queues/api/queues");
  expect(api.status).toBe(503);
  expect(await api.json()).toMatchObject({
    message: expect.stringContaining("Redis is not responding") as string,
  });
  const write = await dashboard.write("PUT", `/queues/api/queues/${SUBMIT}/pause`);
  expect(write.status).toBe(503);
  expect((await dashboard.get("/healthz")).status).toBe(200);
}

it("answers 503 while Redis is down, and recovers", async () => {
  await using redis = await startRedis({ appendOnly: true });
  await using dashboard = await startDashboard({ redisUrl: redis.url });
  await waitFor(async () => (await dashboard.get("/readyz")).ok);
  await dashboard.enqueue();
  expect(await shownQueues(dashboard)).toHaveLength(5);

  await redis.kill();
  await waitFor(async () => (await dashboard.get("/readyz")).status === 503);
  await expectAway(dashboard);

  await redis.restart();
  await waitFor(async () => (await dashboard.get("/readyz")).ok);
  expect(await shownQueues(dashboard)).toHaveLength(5);
  expect((await dashboard.write("PUT", `/queues/api/queues/${SUBMIT}/pause`)).status).toBe(200);
});

it("starts without Redis, and shows the queues once Redis is up", async () => {
  await using redis = await startRedis();
  await redis.kill();
  await using dashboard = await startDashboard({ redisUrl: redis.url });
  await expectAway(dashboard);
  await redis.restart();
  await waitFor(async () => (await dashboard.get("/readyz")).ok);
  expect(await shownQueues(dashboard)).toHaveLength(4);
});

it("answers 503 while Redis hangs", async () => {
  await using redis = await startRedis();
  await using dashboard = await startDashboard({ redisUrl: redis.url });
  await waitFor(async () => (await dashboard.get("/readyz")).ok);
  await dashboard.enqueue();
  expect(await shownQueues(dashboard)).toHaveLength(5);
  process.kill(redis.pid, "SIGSTOP");
  try {
    await expectAway(dashboard);
  } finally {
    process.kill(redis.pid, "SIGCONT");
  }
  await waitFor(async () => (await dashboard.get("/readyz")).ok);
  expect(await shownQueues(dashboard)).toHaveLength(5);
});
