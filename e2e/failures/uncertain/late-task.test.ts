import { presetFault } from "@dashqueue/simulator";
import { waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { expect, it, onTestFinished } from "vitest";

import { createFilms, startSystem } from "../../system.ts";

/**
 * The provider's list hides the tasks of two lost create requests for longer than the proof of
 * absence takes. Then it shows one of them before its generation is bought again, and the other one
 * after.
 */
it("adopts a task that appears before another one is bought, and reports one that appears after (G1)", async () => {
  await using system = await startSystem({ env: { DASHSCOPE_TIMEOUT_MS: "2000" } });
  const { simulator } = system;
  const fail = (rates: Record<string, number>) => simulator.rates({ rates, seed: 1 });
  simulator.script({ ...presetFault("lost-answer"), times: 2 });
  fail({ "list-empty": 1 });
  const buyer = await system.startWorker();
  const [first = "", second = ""] = await createFilms(system, 1, 2);
  for (const id of [first, second]) await system.until(id, "uncertain");
  await buyer.kill();

  // Nothing is bought while the settling proves absence.
  const settler = await system.startWorker({ WORKER_STAGES: "poll" });
  for (const id of [first, second]) await system.until(id, "queued");
  await settler.stop();
  expect(simulator.tasks()).toHaveLength(2);

  const [, hidden] = simulator.tasks();
  // The newest task stays hidden.
  fail({ "list-hole": 1 });
  const worker = await system.startWorker();
  for (const id of [first, second]) await system.until(id, "succeeded");
  expect(simulator.tasks()).toHaveLength(3);
  const late = (event: string) => worker.waitForLog((line) => line.event === event, 100_000);
  expect(await late("task-late")).toMatchObject({ generation_id: first });

  fail({});
  const { REDIS_URL: url = "", DASHQUEUE_PREFIX: prefix = "" } = system.env;
  const redis = new Redis(url);
  onTestFinished(() => redis.disconnect());
  // The next look is due in a minute.
  await waitFor(() => redis.zadd(`${prefix}:late-looks`, "XX", "CH", 0, second));
  expect(await late("task-appeared")).toMatchObject({
    generation_id: second,
    task_id: hidden?.id,
  });
});
