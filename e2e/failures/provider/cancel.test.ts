import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { prompt, startServedSystem } from "../../system.ts";

const MINUTE_MS = 60_000;

it("cancels a generation that is queued, or pending at the provider", async () => {
  await using system = await startServedSystem({ simulator: { pendingMs: MINUTE_MS } });
  const queued = await system.create();
  expect(await system.cancel(queued.id)).toMatchObject({ status: "canceled", cancel: "confirmed" });
  await system.startWorker();
  const pending = await system.create(prompt("pending"));
  await system.until(pending.id, "running");
  expect(await system.cancel(pending.id)).toMatchObject({
    status: "canceled",
    cancel: "confirmed",
  });
  expect(system.simulator.tasks()).toMatchObject([{ status: "CANCELED" }]);
});

it("refuses to cancel a task that runs, and keeps its result", async () => {
  await using system = await startServedSystem({
    simulator: { pendingMs: 0, runningMs: MINUTE_MS },
  });
  await system.startWorker();
  const { id } = await system.create();
  await waitFor(async () => (await system.get(id)).task?.status === "RUNNING", {
    timeoutMs: MINUTE_MS,
  });
  expect(await system.cancel(id)).toMatchObject({ status: "running", cancel: "refused" });
  system.simulator.advance(MINUTE_MS);
  await system.until(id, "succeeded");
});
