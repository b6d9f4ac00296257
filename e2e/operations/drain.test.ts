import { connectFailingFast, createKeys, createReplicas } from "@dashqueue/queue/internal";
import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { prompt, startSystem } from "../system.ts";

it("finishes what runs, leaves the rest to the other workers, and resumes", async () => {
  await using system = await startSystem();
  const { REDIS_URL: url = "", DASHQUEUE_PREFIX: prefix = "" } = system.env;
  using stack = new DisposableStack();
  const redis = stack.adopt(connectFailingFast(url, prefix), (each) => each.disconnect());
  const replicas = createReplicas(redis, createKeys(prefix));
  const first = await system.startWorker();
  const id = await waitFor(async () => (await replicas.list())[0]?.id);
  const running = async () => (await replicas.get(id))?.running["submit"] ?? 0;
  // The third one waits for a slot, with a job that runs.
  const long = prompt("a long film [sim:running-ms 6000]");
  const films = [await system.create(long), await system.create(long)];
  for (const film of films) await system.until(film.id, "running");
  const waiting = await system.create();
  await waitFor(async () => (await running()) > 0, { timeoutMs: 30_000 });

  await replicas.drain(id, { by: "ada", at: Date.now() });
  await first.waitForLog(({ event }) => event === "worker-draining", 30_000);
  await first.waitForLog(({ event }) => event === "worker-drained", 30_000);
  expect([await running(), (await replicas.get(id))?.isDraining]).toEqual([0, true]);
  expect(await (await fetch(`${first.url}/readyz`)).json()).toMatchObject({ worker: "drained" });
  expect(await (await fetch(`${first.url}/metrics`)).text()).toContain(
    "dashqueue_worker_draining 1",
  );

  const second = await system.startWorker();
  for (const film of [...films, waiting])
    expect(await system.until(film.id, "succeeded")).toMatchObject({ attempts: 1 });
  expect(system.simulator.ledger().entries).toHaveLength(3);

  await replicas.resume(id);
  await first.waitForLog(({ event }) => event === "worker-resumed", 30_000);
  await second.stop();
  const last = await system.create();
  expect(await system.until(last.id, "succeeded")).toMatchObject({ attempts: 1 });
});
