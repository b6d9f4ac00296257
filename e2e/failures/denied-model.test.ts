import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { createFilms, EXAMPLE, prompt, startSystem } from "../system.ts";

const OTHER = "wanx2.1-vace-plus";
const refusal = (model: string, status: number, code: string, message: string) => ({
  on: "create" as const,
  match: { bodyIncludes: `"model":"${model}"` },
  times: 1_000,
  do: { kind: "status" as const, status, code, message },
});

it.each([
  [403, "Model.AccessDenied", "Model access denied."],
  [429, "Throttling.AllocationQuota", "Free allocated quota exceeded."],
])("%i %s stops the denied model, and no other model of the account", async (...answer) => {
  const limits = { submitsPerSecond: 1_000, maxInFlight: 2 };
  await using system = await startSystem({
    simulator: { limits: { [EXAMPLE.model]: limits, [OTHER]: limits } },
  });
  system.simulator.script(refusal(OTHER, ...answer));
  const worker = await system.startWorker();
  const { id: denied } = await system.create({ model: OTHER });
  await worker.waitForLog(({ event }) => event === "lane-delayed");
  for (const id of await createFilms(system, 1, 2, 3)) await system.until(id, "succeeded");
  expect(await system.get(denied)).toMatchObject({
    status: "queued",
    error: { kind: "model_denied", charged: false },
  });
  expect(worker.logs.filter(({ event }) => event === "account-paused")).toEqual([]);

  system.simulator.reset();
  await system.until(denied, "succeeded");
});

it("waits for a quota that passes by itself in the lane, not on the account", async () => {
  await using system = await startSystem();
  system.simulator.script({
    ...refusal(EXAMPLE.model, 429, "Throttling.AllocationQuota", "Allocated quota exceeded."),
    times: 1,
  });
  const worker = await system.startWorker();
  const { id } = await system.create(prompt("film 1"));
  await system.until(id, "succeeded");
  expect(worker.logs.filter(({ event }) => event === "account-paused")).toEqual([]);
});

it("probes a paused account with others than the request that was refused", async () => {
  const limits = { submitsPerSecond: 1_000, maxInFlight: 2 };
  await using system = await startSystem({
    simulator: { limits: { [EXAMPLE.model]: limits, [OTHER]: limits } },
  });
  // What concerns the account by its code may concern one model all the same.
  system.simulator.script(refusal(OTHER, 403, "AccessDenied.Unpurchased", "Not purchased."));
  const worker = await system.startWorker();
  const { id: denied } = await system.create({ model: OTHER });
  await worker.waitForLog(({ event }) => event === "account-paused");
  const ids = await createFilms(system, 1, 2);
  for (const id of ids) await system.until(id, "succeeded");
  await waitFor(async () => (await system.get(denied)).status === "queued");
  expect(worker.logs.filter(({ event }) => event === "account-resumed")).not.toEqual([]);
});
