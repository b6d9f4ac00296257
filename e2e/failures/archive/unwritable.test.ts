import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { connectFailingFast, openQueues } from "@dashqueue/queue/internal";
import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { mountSmallDisk } from "../../small-disk.ts";
import type { System } from "../../system.ts";
import { createFilms, prompt, startSystem } from "../../system.ts";

const creates = ({ simulator }: System) =>
  simulator.requests().filter(({ operation }) => operation === "create").length;

it("reports a folder that refuses writes, retries, and loses no video (G6)", async () => {
  await using system = await startSystem();
  const { id } = await system.create();
  const folder = path.join(system.archive, id);
  // A file in place of the generation's folder stops root as well.
  await writeFile(folder, "in the way");
  const worker = await system.startWorker();
  const line = await worker.waitForLog(({ event }) => event === "archive-delayed", 60_000);
  expect(line).toMatchObject({ generation_id: id });
  await waitFor(async () => (await system.get(id)).error?.kind === "storage");
  expect(await system.get(id)).toMatchObject({ status: "archiving" });
  await rm(folder);
  await mkdir(folder);
  expect(await system.until(id, "succeeded")).toMatchObject({ attempts: 1 });
  expect(system.simulator.ledger().entries).toHaveLength(1);
});

it("buys nothing while the archive cannot be written at start, and logs it (G11)", async () => {
  await using system = await startSystem();
  const place = path.join(system.archive, "results");
  await writeFile(place, "in the way");
  const ids = await createFilms(system, 1, 2, 3);
  const archiver = await system.startWorker({ ARCHIVE_URL: `file:${place}` });
  // A worker that only submits learns it from the one that archives.
  const submitter = await system.startWorker({ WORKER_STAGES: "submit,poll" });
  await archiver.waitForLog(({ event }) => event === "collection-blocked", 60_000);
  for (const id of ids)
    await waitFor(async () => (await system.get(id)).error?.kind === "storage", {
      timeoutMs: 60_000,
    });
  for (const worker of [archiver, submitter]) {
    expect(await (await fetch(`${worker.url}/readyz`)).json()).toMatchObject({
      collectionBlocked: [{ account: null, kind: "storage", advice: expect.any(String) as string }],
    });
    expect(await (await fetch(`${worker.url}/metrics`)).text()).toContain(
      'dashqueue_collection_blocked{kind="storage",account="*"} 1',
    );
  }
  expect(creates(system)).toBe(0);

  await rm(place);
  await archiver.waitForLog(({ event }) => event === "collection-unblocked", 60_000);
  for (const id of ids)
    expect(await system.until(id, "succeeded")).toMatchObject({ attempts: 1, error: null });
  expect(creates(system)).toBe(3);
  const announced = archiver.logs.filter(({ event }) => event === "collection-blocked");
  expect(announced).toHaveLength(1);
});

it("copies what waits once a worker that was restarted can store it (G6)", async () => {
  await using system = await startSystem();
  const { REDIS_URL: url = "", DASHQUEUE_PREFIX: prefix = "" } = system.env;
  using stack = new DisposableStack();
  const redis = stack.adopt(connectFailingFast(url, prefix), (each) => each.disconnect());
  const place = path.join(system.archive, "results");
  const archiver = await system.startWorker({ ARCHIVE_URL: `file:${place}` });
  const { id } = await system.create(prompt("film [sim:running-ms 3000]"));
  await system.until(id, "running");
  await rm(place, { recursive: true, force: true });
  await writeFile(place, "in the way");
  await archiver.waitForLog(({ event }) => event === "archive-delayed", 60_000);
  await archiver.waitForLog(({ event }) => event === "collection-blocked", 60_000);
  await archiver.stop();
  // It has failed many times.
  const queues = openQueues(redis, prefix);
  const { model } = await system.get(id);
  const data = { generationId: id, model };
  const job = {
    stage: "archive",
    queue: "archive",
    id: `archive-${id}`,
    data,
    priority: 1,
  } as const;
  await queues.ensure({ ...job, delayMs: 300_000 });

  await rm(place);
  await system.startWorker({ ARCHIVE_URL: `file:${place}` });
  expect(await system.until(id, "succeeded")).toMatchObject({ attempts: 1 });
});

it("buys nothing more once the disk is full, and keeps what it has bought (G6, G11)", async () => {
  await using disk = await mountSmallDisk();
  await using system = await startSystem();
  const worker = await system.startWorker({ ARCHIVE_URL: `file:${disk.folder}` });
  const [first = ""] = await createFilms(system, 1);
  await system.until(first, "succeeded");

  const running = await system.create(prompt("film 2 [sim:running-ms 3000]"));
  await system.until(running.id, "running");
  await disk.fill();
  await worker.waitForLog(({ event }) => event === "collection-blocked", 60_000);
  const waiting = await createFilms(system, 3, 4);
  await worker.waitForLog(({ event }) => event === "archive-delayed", 60_000);
  for (const id of waiting)
    await waitFor(async () => (await system.get(id)).error?.kind === "storage", {
      timeoutMs: 60_000,
    });
  expect(await system.get(running.id)).toMatchObject({ status: "archiving" });
  expect(creates(system)).toBe(2);

  await disk.free();
  for (const id of [running.id, ...waiting])
    expect(await system.until(id, "succeeded")).toMatchObject({ attempts: 1 });
  expect(system.simulator.ledger().entries).toHaveLength(4);
});

it("buys nothing while no result can be downloaded, and resumes by itself (G11)", async () => {
  await using system = await startSystem();
  const worker = await system.startWorker();
  const [first = ""] = await createFilms(system, 1);
  await system.until(first, "succeeded");
  system.simulator.rates({ rates: { "download-dropped": 1 }, seed: 1 });
  const bought = await createFilms(system, 2, 3, 4);
  // Three generations in a row show that it is not about one file.
  await worker.waitForLog(({ event }) => event === "collection-blocked", 60_000);
  const waiting = await createFilms(system, 5, 6);
  for (const id of waiting)
    await waitFor(async () => (await system.get(id)).error?.kind === "download", {
      timeoutMs: 60_000,
    });
  expect((await system.get(bought[0] ?? "")).error).toMatchObject({
    kind: "download",
    charged: true,
  });
  expect(creates(system)).toBe(4);

  system.simulator.rates({ rates: {}, seed: 1 });
  for (const id of [...bought, ...waiting])
    expect(await system.until(id, "succeeded")).toMatchObject({ attempts: 1 });
  expect(system.simulator.ledger().entries).toHaveLength(6);
});
