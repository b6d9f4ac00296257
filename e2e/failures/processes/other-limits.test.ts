import { createKeys, createLiveLimits } from "@dashqueue/queue/internal";
import { waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { expect, it, onTestFinished } from "vitest";

import { createFilms, EXAMPLE, startServedSystem, startSystem } from "../../system.ts";

it("adopts the limits that the provider reports, which every process sees (G3)", async () => {
  await using system = await startServedSystem({
    simulator: {
      runningMs: 1_500,
      limits: { [EXAMPLE.model]: { submitsPerSecond: 1_000, maxInFlight: 4 } },
    },
  });
  // One of the two paths does not exist.
  const missing = { kind: "status", status: 404, code: "NotFound", message: "Not found." } as const;
  system.simulator.script({ on: "quotas", do: missing });
  const worker = await system.startWorker();
  await worker.waitForLog(({ event }) => event === "quotas-read");
  for (const id of await createFilms(system, 1, 2, 3, 4)) await system.until(id, "succeeded");
  // Twice as many as the catalog says.
  expect(system.simulator.stats().lanes[0]!.peakInFlight).toBe(4);
  const paths = system.simulator.requests().filter(({ operation }) => operation === "quotas");
  expect(new Set(paths.map(({ path }) => path))).toEqual(
    new Set(["/api/v1/quotas", "/api/v1/models/limits"]),
  );
  const { data } = (await (await system.fetch("/v1/models")).json()) as {
    data: { id: string; account_limits: object[] }[];
  };
  expect(data.find(({ id }) => id === EXAMPLE.model)?.account_limits).toMatchObject([
    { account: "default", max_in_flight: 4, submits_per_second: 1_000 },
  ]);
});

it("holds to the smallest limits of all live workers, and says that they differ (G3)", async () => {
  await using system = await startSystem({
    simulator: {
      runningMs: 1_500,
      limits: { [EXAMPLE.model]: { submitsPerSecond: 1_000, maxInFlight: 9 } },
    },
  });
  const limitedTo = (maxInFlight: number) =>
    system.startWorker({
      DASHSCOPE_LIMITS: JSON.stringify({ "*": { submitsPerSecond: 100, maxInFlight } }),
    });
  const small = await limitedTo(1);
  const large = await limitedTo(5);
  for (const worker of [small, large])
    await worker.waitForLog(({ event }) => event === "limits-differ");
  const ready = await (await fetch(`${large.url}/readyz`)).json();
  expect(ready).toMatchObject({ status: "ok", otherLimits: ["default"] });
  const metrics = await (await fetch(`${large.url}/metrics`)).text();
  expect(metrics).toContain('dashqueue_limits_differ{account="default"} 1');

  for (const id of await createFilms(system, 1, 2, 3)) await system.until(id, "succeeded");
  const { peakInFlight } = system.simulator.stats().lanes[0]!;
  expect(peakInFlight).toBe(1);

  await small.stop();
  await waitFor(async () => !(await (await fetch(`${large.url}/readyz`)).text()).includes("other"));
  for (const id of await createFilms(system, 4, 5, 6)) await system.until(id, "succeeded");
  expect(system.simulator.stats().lanes[0]!.peakInFlight).toBeGreaterThan(1);
});

it("follows the limits that an operator sets while it runs (G3)", async () => {
  await using system = await startSystem();
  const redis = new Redis(system.env["REDIS_URL"] ?? "");
  onTestFinished(() => redis.disconnect());
  const limits = createLiveLimits(redis, createKeys(system.env["DASHQUEUE_PREFIX"] ?? ""));
  const pause = { account: "default", model: "*", submitsPerSecond: 1, maxInFlight: 0 };
  await limits.set({ ...pause, setAt: 0, setBy: "an operator" });
  const worker = await system.startWorker();
  const limit = async () => {
    const metrics = await (await fetch(`${worker.url}/metrics`)).text();
    return /^dashqueue_slots_limit\{.*model="wan2.1-vace-plus".*\} (\d+)$/m.exec(metrics)?.[1];
  };
  const [id = ""] = await createFilms(system, 1);
  await waitFor(async () => (await limit()) === "0", { timeoutMs: 60_000 });
  expect(await system.get(id)).toMatchObject({ status: "queued", attempts: 0 });
  await limits.remove("default", "*");
  await system.until(id, "succeeded");
  expect(await limit()).toBe("2");
});
