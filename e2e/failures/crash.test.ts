import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { prompt, startSystem } from "../system.ts";

it("loses nothing and buys nothing twice when a worker is killed while tasks run", async () => {
  await using system = await startSystem({ simulator: { runningMs: 4_000 } });
  const first = await system.startWorker();
  const accepted = await Promise.all(
    [1, 2, 3].map((number) => system.create(prompt(`film ${number}`))),
  );
  await waitFor(() => system.simulator.tasks().length === 2, { timeoutMs: 30_000 });
  await first.kill();
  await system.startWorker();
  for (const { id } of accepted) {
    expect(await system.until(id, "succeeded", "failed", "uncertain")).toMatchObject({
      status: "succeeded",
      attempts: 1,
    });
  }
  expect(system.simulator.ledger().entries).toHaveLength(3);
});

it("never sends a second create when the answer to the first was lost", async () => {
  await using system = await startSystem({ env: { RECONCILE_AFTER_MS: "60000" } });
  system.simulator.script({ on: "create", do: { kind: "accept-then-drop" } });
  const worker = await system.startWorker();
  const { id } = await system.create();
  const uncertain = await system.until(id, "uncertain");
  expect(uncertain).toMatchObject({ task: null, error: { kind: "network", charged: null } });
  // It holds its slot: of two only one is left, and the next ones still go through.
  const next = await Promise.all([1, 2].map((number) => system.create(prompt(`film ${number}`))));
  for (const one of next) await system.until(one.id, "succeeded");
  expect(await (await fetch(`${worker.url}/metrics`)).text()).toContain(
    'dashqueue_slots_taken{account="default",model="wan2.1-vace-plus"} 1',
  );
  expect(await system.get(id)).toMatchObject({ status: "uncertain", attempts: 1 });
  expect(
    system.simulator.requests().filter(({ operation }) => operation === "create"),
  ).toHaveLength(3);
});

it("finds the task of a lost answer by looking, and pays once", async () => {
  await using system = await startSystem();
  const { simulator } = system;
  simulator.script({ on: "create", do: { kind: "accept-then-drop" } });
  simulator.script({
    on: "create",
    do: { kind: "accept-then-status", status: 502, body: "<html>" },
  });
  simulator.script({ on: "create", do: { kind: "drop" } });
  await system.startWorker();
  const accepted = await Promise.all(
    [1, 2, 3, 4].map((number) => system.create(prompt(`film ${number}`))),
  );
  for (const { id } of accepted) await system.until(id, "succeeded");
  // Three creates were lost on the way; only the one that was never made was sent again.
  expect(simulator.requests().filter(({ operation }) => operation === "create")).toHaveLength(5);
  expect(simulator.ledger().entries).toHaveLength(4);
  const paid = simulator.ledger().entries.map((entry) => entry.prompt);
  expect(new Set(paid).size).toBe(4);
});

it("hands everything back on SIGTERM, inside the grace time", async () => {
  await using system = await startSystem({ simulator: { runningMs: 3_000 } });
  const first = await system.startWorker();
  // Two run, one waits at the door.
  const accepted = await Promise.all(
    [1, 2, 3].map((number) => system.create(prompt(`film ${number}`))),
  );
  await waitFor(() => system.simulator.tasks().length === 2, { timeoutMs: 30_000 });
  expect(await first.stop(10_000)).toEqual({ code: 0, signal: null });
  await system.startWorker();
  for (const { id } of accepted) await system.until(id, "succeeded");
  expect(system.simulator.ledger().entries).toHaveLength(3);
});
