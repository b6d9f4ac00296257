import { expect, it } from "vitest";

import { prompt, startSystem } from "../system.ts";

it("runs twelve generations on two replicas, two at a time, each paid once, without a 429 of ours", async () => {
  await using system = await startSystem({
    simulator: { concurrencyMode: "reject", runningMs: 2_000 },
  });
  await Promise.all([system.startWorker(), system.startWorker()]);
  const accepted: { id: string }[] = [];
  for (let number = 1; number <= 12; number += 1)
    accepted.push(await system.create(prompt(`film ${number}`)));
  const ended = await Promise.all(
    accepted.map(({ id }) => system.until(id, "succeeded", "failed")),
  );
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
