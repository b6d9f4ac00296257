import { expect, it } from "vitest";

import { createFilms, startSystem } from "../system.ts";

const limitsOf = (submitsPerSecond: number) => ({ "*": { submitsPerSecond, maxInFlight: 2 } });

it("shares the limits between two replicas: twelve generations, each paid once, without a 429 (G3)", async () => {
  // The provider allows twice the rate, because on a busy machine create requests do not arrive as
  // evenly as they were sent. Two replicas that do not share the rate would still exceed it.
  await using system = await startSystem({
    simulator: { concurrencyMode: "reject", runningMs: 2_000, limits: limitsOf(2) },
    env: { DASHSCOPE_LIMITS: JSON.stringify(limitsOf(1)) },
  });
  await Promise.all([system.startWorker(), system.startWorker()]);
  const ids = await createFilms(system, ...Array.from({ length: 12 }, (_, index) => index + 1));
  const ended = await Promise.all(ids.map((id) => system.until(id, "succeeded", "failed")));
  expect(ended.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => "succeeded"));
  expect(ended.map(({ attempts }) => attempts)).toEqual(Array.from({ length: 12 }, () => 1));

  const { simulator } = system;
  const { entries, totalCharged } = simulator.ledger();
  expect(entries).toHaveLength(12);
  expect(totalCharged).toBe("42.00");
  const { lanes } = simulator.stats();
  expect(simulator.requests().filter(({ status }) => status === 429)).toEqual([]);
  expect(lanes).toMatchObject([{ model: "wan2.1-vace-plus", accepted: 12, peakInFlight: 2 }]);
});

it("lets one more task than the limit wait where the provider has room for it (G3)", async () => {
  const limit = { submitsPerSecond: 4, maxInFlight: 1 };
  await using system = await startSystem({
    simulator: { runningMs: 1_000, limits: { "*": { ...limit, maxQueued: 9 } } },
    // Half the rate, as above.
    env: {
      DASHSCOPE_FEED_AHEAD: "1",
      DASHSCOPE_LIMITS: JSON.stringify({ "*": { ...limit, submitsPerSecond: 2 } }),
    },
  });
  await Promise.all([system.startWorker(), system.startWorker()]);
  const ids = await createFilms(system, 1, 2, 3, 4, 5, 6);
  await Promise.all(ids.map((id) => system.until(id, "succeeded")));
  const { simulator } = system;
  expect(simulator.ledger().entries).toHaveLength(6);
  expect(simulator.requests().filter(({ status }) => status === 429)).toEqual([]);
  expect(simulator.stats().lanes).toMatchObject([{ accepted: 6, peakInFlight: 2 }]);
});
