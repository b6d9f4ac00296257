import { expect, it } from "vitest";

import { createFilms, startSystem } from "../../system.ts";

it("lowers its concurrency when others use the account too, and everything still succeeds", async () => {
  await using system = await startSystem({
    simulator: {
      concurrencyMode: "reject",
      limits: { "*": { submitsPerSecond: 1_000, maxInFlight: 1 } },
    },
    env: { DASHSCOPE_LIMITS: JSON.stringify({ "*": { submitsPerSecond: 10, maxInFlight: 3 } }) },
  });
  const worker = await system.startWorker();
  const ids = await createFilms(system, 1, 2, 3);
  const delayed = await worker.waitForLog(({ event }) => event === "lane-delayed");
  expect(delayed).toMatchObject({ kind: "concurrency_limited", maxInFlight: 1 });
  for (const id of ids) await system.until(id, "succeeded");
});
