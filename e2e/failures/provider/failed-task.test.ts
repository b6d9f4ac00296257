import { expect, it } from "vitest";

import { prompt, startSystem } from "../../system.ts";

const ONE_AT_A_TIME = JSON.stringify({ "*": { submitsPerSecond: 2, maxInFlight: 1 } });

it("reports why the provider failed a request, and that it was not charged", async () => {
  await using system = await startSystem();
  await system.startWorker();
  const { id } = await system.create(prompt("a film [sim:fail DataInspectionFailed]"));
  expect(await system.until(id, "failed", "succeeded")).toMatchObject({
    status: "failed",
    error: { kind: "content_rejected", code: "DataInspectionFailed", charged: false },
    cost: null,
  });
});

it("retries a temporary failure twice in the same slot, and none is charged", async () => {
  await using system = await startSystem({ env: { DASHSCOPE_LIMITS: ONE_AT_A_TIME } });
  await system.startWorker();
  const { id } = await system.create(prompt("a film [sim:fail InternalError]"));
  const waiting = await system.create(prompt("another film"));
  expect(await system.until(id, "failed", "succeeded")).toMatchObject({
    status: "failed",
    attempts: 3,
    error: { kind: "provider_error", charged: false },
  });
  // The generation kept its slot between the attempts.
  expect(
    system.simulator
      .tasks()
      .slice(0, 3)
      .map(({ status }) => status),
  ).toEqual(["FAILED", "FAILED", "FAILED"]);
  await system.until(waiting.id, "succeeded");
  expect(system.simulator.ledger().totalCharged).toBe("3.50");
});
