import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { createFilms, EXAMPLE, startSystem } from "../system.ts";

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
