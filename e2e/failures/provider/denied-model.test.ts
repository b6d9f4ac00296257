import type { PresetName } from "@dashqueue/simulator";
import { presetFault } from "@dashqueue/simulator";
import { expect, it } from "vitest";

import { createFilms, EXAMPLE, prompt, startSystem } from "../../system.ts";

const OTHER = "wanx2.1-vace-plus";
const LIMITS = { submitsPerSecond: 1_000, maxInFlight: 2 };
const simulator = { limits: { [EXAMPLE.model]: LIMITS, [OTHER]: LIMITS } };

/** Refuses every create request of one model. */
const everyRequestOf = (model: string) => ({
  match: { bodyIncludes: `"model":"${model}"` },
  times: 1_000,
});

it.each<PresetName>(["model-denied", "free-quota"])(
  "%s stops the denied model, and no other model of the account",
  async (preset) => {
    await using system = await startSystem({ simulator });
    system.simulator.script({ ...presetFault(preset), ...everyRequestOf(OTHER) });
    const worker = await system.startWorker();
    const { id: denied } = await system.create({ model: OTHER });
    const { id: late } = await system.create({ model: OTHER, max_queue_seconds: 1 });
    await worker.waitForLog(({ event }) => event === "lane-delayed");
    const ended = await system.until(late, "failed");
    expect(ended).toMatchObject({ error: { kind: "deadline_exceeded", charged: false } });
    for (const id of await createFilms(system, 1, 2, 3)) await system.until(id, "succeeded");
    expect(await system.get(denied)).toMatchObject({
      status: "queued",
      error: { kind: "model_denied", charged: false },
    });
    expect(worker.logs.filter(({ event }) => event === "account-paused")).toEqual([]);

    system.simulator.reset();
    await system.until(denied, "succeeded");
  },
);

it("waits for a quota that passes by itself in the lane, not on the account", async () => {
  await using system = await startSystem();
  system.simulator.script(presetFault("throttled-quota"));
  const worker = await system.startWorker();
  const { id } = await system.create(prompt("film 1"));
  await system.until(id, "succeeded");
  expect(worker.logs.filter(({ event }) => event === "account-paused")).toEqual([]);
});

it("probes a paused account with another model than the one that was refused", async () => {
  await using system = await startSystem({ simulator });
  // The code concerns the account, and yet only one model is refused.
  system.simulator.script({ ...presetFault("arrears"), ...everyRequestOf(OTHER) });
  const worker = await system.startWorker();
  const { id: denied } = await system.create({ model: OTHER });
  await worker.waitForLog(({ event }) => event === "account-paused");
  for (const id of await createFilms(system, 1, 2)) await system.until(id, "succeeded");
  expect(worker.logs.filter(({ event }) => event === "account-resumed")).not.toEqual([]);
  expect(system.simulator.tasks()).toHaveLength(2);
  system.simulator.reset();
  await system.until(denied, "succeeded");
});
