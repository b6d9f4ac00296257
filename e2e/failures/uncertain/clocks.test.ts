import { connectPatiently, createKeys, createReplicas } from "@dashqueue/queue/internal";
import { canFakeClocks, fakeClock, waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import type { System } from "../../system.ts";
import { createFilms, startSystem } from "../../system.ts";

/** Loses the answers of two create requests that made tasks; returns the ids of all generations. */
async function loseTwoAnswers(system: System): Promise<string[]> {
  const lost = { on: "create", do: { kind: "accept-then-drop" }, times: 2 } as const;
  system.simulator.script(lost);
  return createFilms(system, 1, 2, 3);
}

/** Waits until all have succeeded; returns how many tasks were paid. */
async function paidFor({ simulator, until }: System, ids: readonly string[]): Promise<number> {
  for (const id of ids) await until(id, "succeeded");
  return simulator.ledger().entries.length;
}

it.each([600_000, -600_000, -150_000])(
  "pays once for lost answers of a provider whose clock is %i ms ahead (G1)",
  async (aheadMs) => {
    await using system = await startSystem({ simulator: { now: () => Date.now() + aheadMs } });
    await system.startWorker();
    expect(await paidFor(system, await loseTwoAnswers(system))).toBe(3);
  },
);

it.runIf(canFakeClocks())(
  "pays once while the clocks of two workers are ten minutes apart (skipped without faketime; run `apt-get install faketime`) (G1)",
  async () => {
    await using system = await startSystem();
    const workers = [
      await system.startWorker(fakeClock(-300)),
      await system.startWorker(fakeClock(300)),
    ];
    expect(await paidFor(system, await loseTwoAnswers(system))).toBe(3);
    for (const { url, waitForLog } of workers) {
      await waitForLog(({ event }) => event === "clock-differs");
      const details = (await (await fetch(`${url}/readyz`)).json()) as object;
      expect(details).toHaveProperty("clockAheadSeconds");
    }
  },
);

it("keeps a lost create request uncertain when the provider's clock is set (G1)", async () => {
  let aheadMs = 0;
  await using system = await startSystem({ simulator: { now: () => Date.now() + aheadMs } });
  const worker = await system.startWorker();
  system.simulator.script({ on: "create", do: { kind: "drop" } });
  const [id = ""] = await createFilms(system, 1);
  await system.until(id, "uncertain");
  aheadMs = 600_000;
  await worker.waitForLog(({ event }) => event === "absence-unproven", 60_000);
  expect(await (await fetch(`${worker.url}/metrics`)).text()).toMatch(
    /dashqueue_absence_unproven_total\{doubt="clock-jumped"\} [1-9]/,
  );
  expect(await system.get(id)).toMatchObject({ status: "uncertain", attempts: 1 });
});

it("does not accept an empty list as proof (G1)", async () => {
  await using system = await startSystem();
  const worker = await system.startWorker();
  const ids = await createFilms(system, 1);
  await system.until(ids[0]!, "succeeded");
  system.simulator.rates({ rates: { "list-empty": 1 }, seed: 1 });
  ids.push(...(await loseTwoAnswers(system)));
  await worker.waitForLog(
    ({ event, doubt }) => event === "absence-unproven" && doubt === "tasks-missing",
    60_000,
  );
  system.simulator.rates({ rates: {}, seed: 1 });
  expect(await paidFor(system, ids)).toBe(ids.length);
});

it("says when tasks cannot be listed, so that nothing can be settled (G1)", async () => {
  await using system = await startSystem();
  const failing = { kind: "status", status: 500, code: "InternalError", message: "no" } as const;
  const worker = await system.startWorker();
  const [first = ""] = await createFilms(system, 1);
  await system.until(first, "succeeded");
  system.simulator.script({ on: "list", do: failing, times: 1_000 });
  system.simulator.script({ on: "create", do: { kind: "drop" } });
  const [second = ""] = await createFilms(system, 2);
  await worker.waitForLog(({ event }) => event === "tasks-unlisted", 60_000);
  expect(await (await fetch(`${worker.url}/metrics`)).text()).toContain(
    'dashqueue_tasks_unlisted{account="default"} 1',
  );
  await waitFor(() => {
    const searches = system.simulator.requests().filter(({ operation }) => operation === "list");
    return searches.filter(({ status }) => status === 500).length >= 2;
  });
  expect(await system.get(second)).toMatchObject({ status: "uncertain", attempts: 1 });
  // What the overview of the dashboard shows.
  const { REDIS_URL: url = "", DASHQUEUE_PREFIX: prefix = "" } = system.env;
  using stack = new DisposableStack();
  const redis = stack.adopt(connectPatiently(url, prefix), (each) => each.disconnect());
  const replicas = createReplicas(redis, createKeys(prefix));
  const unread = async () => (await replicas.list())[0]?.unreadLists?.[0];
  await waitFor(async () => (await unread()) !== undefined, { timeoutMs: 30_000 });
  expect(await unread()).toMatchObject({ account: "default", message: "no" });
  expect(worker.logs.filter(({ event }) => event === "tasks-unlisted")).toHaveLength(1);
});
