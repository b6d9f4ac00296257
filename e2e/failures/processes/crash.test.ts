import { createKeys } from "@dashqueue/queue/internal";
import { waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { expect, it } from "vitest";

import type { ServedSystem, System } from "../../system.ts";
import { createFilms, EXAMPLE, prompt, startServedSystem, startSystem } from "../../system.ts";

const createRequests = ({ simulator }: System) =>
  simulator.requests().filter(({ operation }) => operation === "create");

it("loses nothing and pays once when a worker is killed while tasks run (G10)", async () => {
  await using system = await startServedSystem({ simulator: { runningMs: 4_000 } });
  const first = await system.startWorker();
  // Two tasks run; the third generation waits for a slot.
  const ids = await createFilms(system, 1, 2);
  const waiting = await createInWorkspace(system);
  ids.push(waiting);
  await waitFor(() => system.simulator.tasks().length >= 2, { timeoutMs: 60_000 });
  await first.kill();
  await system.startWorker();
  for (const id of ids) {
    expect(await system.until(id, "succeeded", "failed")).toMatchObject({
      status: "succeeded",
      attempts: 1,
    });
  }
  expect(system.simulator.ledger().entries).toHaveLength(3);
  const taskId = (await system.get(waiting)).task?.id;
  const headersOf = (wanted: string) =>
    system.simulator
      .requests()
      .filter((request) => request.taskId === taskId && request.operation === wanted)
      .map(({ headers }) => headers);
  expect(headersOf("create")).toMatchObject([{ ...WORKSPACE, ...INSPECTION }]);
  expect(new Set(headersOf("get").map((headers) => JSON.stringify(headers)))).toEqual(
    new Set([JSON.stringify(WORKSPACE)]),
  );
});

const WORKSPACE = { "x-dashscope-workspace": "llm-1" };
const INSPECTION = { "x-dashscope-datainspection": "enable" };

/** Submits a film by DashScope's own API; returns its id. */
async function createInWorkspace(system: ServedSystem): Promise<string> {
  const headers = { "x-dashscope-async": "enable", ...WORKSPACE, ...INSPECTION };
  const body = JSON.stringify({ ...EXAMPLE, ...prompt("film in a workspace") });
  const path = "/api/v1/services/aigc/video-generation/video-synthesis";
  const response = await system.fetch(path, { method: "POST", headers, body });
  return ((await response.json()) as { output: { task_id: string } }).output.task_id;
}

it("sends no second create request while the outcome of the first is unknown (G1, G3)", async () => {
  await using system = await startSystem({ env: { RECONCILE_AFTER_MS: "600000" } });
  system.simulator.script({ on: "create", do: { kind: "accept-then-drop" } });
  const worker = await system.startWorker();
  const { id } = await system.create();
  const uncertain = await system.until(id, "uncertain");
  expect(uncertain).toMatchObject({ task: null, error: { kind: "network", charged: null } });
  // It holds one of the two slots; the next generations pass through the other.
  for (const next of await createFilms(system, 1, 2)) await system.until(next, "succeeded");
  expect(await (await fetch(`${worker.url}/metrics`)).text()).toContain(
    'dashqueue_slots_taken{account="default",model="wan2.1-vace-plus"} 1',
  );
  expect(await system.get(id)).toMatchObject({ status: "uncertain", attempts: 1 });
  expect(createRequests(system)).toHaveLength(3);
});

it("finds the task of a lost answer in the provider's list, and pays once (G1)", async () => {
  await using system = await startSystem();
  const { simulator } = system;
  simulator.script({ on: "create", do: { kind: "accept-then-drop" } });
  simulator.script({
    on: "create",
    do: { kind: "accept-then-status", status: 502, body: "<html>" },
  });
  simulator.script({ on: "create", do: { kind: "drop" } });
  await system.startWorker();
  const ids = await createFilms(system, 1, 2, 3, 4);
  for (const id of ids) await system.until(id, "succeeded");
  // Three answers were lost. Only the create request that made no task was sent again.
  expect(createRequests(system)).toHaveLength(5);
  const { entries } = simulator.ledger();
  expect(entries).toHaveLength(4);
  expect(new Set(entries.map(({ prompt }) => prompt)).size).toBe(4);
});

it("hands its jobs back on SIGTERM, within the grace period", async () => {
  await using system = await startSystem({ simulator: { runningMs: 3_000 } });
  const first = await system.startWorker();
  // Two tasks run; the third generation waits for a slot.
  const ids = await createFilms(system, 1, 2, 3);
  await waitFor(() => system.simulator.tasks().length >= 2, { timeoutMs: 60_000 });
  expect(await first.stop(25_000)).toEqual({ code: 0, signal: null });
  await system.startWorker();
  for (const id of ids) await system.until(id, "succeeded");
  expect(system.simulator.ledger().entries).toHaveLength(3);
});

it("goes on within seconds when a worker is killed in an open create request (G1)", async () => {
  await using system = await startSystem({
    simulator: { runningMs: 2_000 },
    env: { DASHSCOPE_EXCLUSIVE: "true", RECONCILE_AFTER_MS: "600000" },
  });
  const { simulator } = system;
  simulator.script({ on: "create", do: { kind: "accept-then-delay", ms: 600_000 } });
  const first = await system.startWorker();
  await reported(system);
  const { id } = await system.create();
  await waitFor(() => simulator.tasks().length === 1, { timeoutMs: 60_000 });
  await first.kill();
  const second = await system.startWorker();
  const declaredBy = Date.now();
  expect(await system.until(id, "succeeded", "failed")).toMatchObject({
    status: "succeeded",
    attempts: 1,
    task: { id: simulator.tasks()[0]?.id },
  });
  expect(simulator.ledger().entries).toHaveLength(1);

  // Another system makes a task, so the next lost answer is not settled by exclusion. Within the
  // first five seconds it could be older than the declaration, because clocks are compared roughly.
  await waitFor(() => Date.now() > declaredBy + 6_000);
  await createElsewhere(system);
  simulator.script({ on: "create", do: { kind: "accept-then-drop" } });
  const lost = await system.create();
  const said = await second.waitForLog(({ event }) => event === "account-not-exclusive");
  expect(said).toMatchObject({ account: "default" });
  expect(await (await fetch(`${second.url}/metrics`)).text()).toContain(
    'dashqueue_account_not_exclusive{account="default"} 1',
  );
  expect(await system.get(lost.id)).toMatchObject({ status: "uncertain" });
});

/** A Redis that is in use before a worker has seen it may have forgotten create requests. */
async function reported({ env }: System): Promise<void> {
  const redis = new Redis(env["REDIS_URL"] ?? "");
  const { workers } = createKeys(env["DASHQUEUE_PREFIX"] ?? "");
  await waitFor(async () => (await redis.scard(workers)) > 0, { timeoutMs: 60_000 });
  await redis.quit();
}

/** Another system makes a task of another model on the same account. */
async function createElsewhere({ simulator }: System): Promise<void> {
  const path = "/services/aigc/video-generation/video-synthesis";
  const response = await fetch(`${simulator.baseUrl}${path}`, {
    method: "POST",
    headers: {
      authorization: "Bearer sk-simulator",
      "content-type": "application/json",
      "x-dashscope-async": "enable",
    },
    body: JSON.stringify({ model: "wan2.6-t2v", input: { prompt: "a boy" } }),
  });
  expect(response.status).toBe(200);
}
