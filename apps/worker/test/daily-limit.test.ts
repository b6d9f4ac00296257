import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { openArchive } from "@dashqueue/archive";
import {
  connectPatiently,
  createKeys,
  createTenants,
  NO_LIMITS,
  openProducerQueue,
  viewOf,
} from "@dashqueue/queue/internal";
import { createLogger, NO_TRACING, parseEnv } from "@dashqueue/service";
import { startSimulator } from "@dashqueue/simulator";
import { testRedis, waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { createAdapters } from "../src/assembly/adapters.ts";
import { createWorker } from "../src/assembly/create-worker.ts";
import { workerEnv } from "../src/env/env.ts";

const MINUTE_MS = 60_000;
const request = (prompt: string) => ({
  model: "wan2.1-vace-plus",
  input: { function: "image_reference", prompt, ref_images_url: ["https://media.example/1.png"] },
});

/**
 * A worker in this process, ten minutes before midnight UTC. It shares a clock with the provider,
 * and the test can advance it.
 */
async function startWorkerBeforeMidnight(limit = "1000 CNY") {
  await using stack = new AsyncDisposableStack();
  const [startedAt, beforeMidnight] = [Date.now(), Date.UTC(2026, 10, 22, 23, 50)];
  let aheadMs = 0;
  const now = () => beforeMidnight + Date.now() - startedAt + aheadMs;
  const simulator = stack.use(await startSimulator({ now, pendingMs: 20, runningMs: 100 }));
  const archive = await mkdtemp(path.join(tmpdir(), "dashqueue-archive-"));
  stack.defer(() => rm(archive, { recursive: true, force: true }));
  const { url, prefix } = testRedis();
  const [redis, jobs] = [connectPatiently(url, prefix), connectPatiently(url, prefix)];
  for (const connection of [redis, jobs]) stack.defer(() => connection.disconnect());
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  const env = parseEnv(workerEnv, {
    DASHSCOPE_API_KEY: "sk-simulator",
    DASHSCOPE_HTTP_BASE_URL: simulator.baseUrl,
    DAILY_SPEND_LIMIT: limit,
    ARCHIVE_URL: `file:${archive}`,
    DASHQUEUE_PREFIX: prefix,
    POLL_MIN_MS: "100",
    POLL_MAX_MS: "200",
  });
  const closing = new AbortController();
  const logger = createLogger("test", { level: "info", pretty: false, destination });
  const signal = closing.signal;
  const ports = {
    env,
    archive: await openArchive(env.ARCHIVE_URL),
    redis,
    jobs,
    logger,
    tracing: NO_TRACING,
    closing: signal,
    clock: { now, read: async () => now(), machineAheadMs: () => 0 },
    random: Math.random,
  };
  const worker = createWorker(
    { ...ports, process: { host: "test", pid: 1 } },
    createAdapters(ports),
  );
  stack.defer(() => worker.close());
  stack.defer(() => closing.abort());
  const queue = openProducerQueue(redis, prefix, {
    privateWebhookHosts: [],
    webhooksSigned: false,
  });
  stack.defer(() => queue.close());
  const owned = stack.move();
  return {
    simulator,
    lines,
    tenants: createTenants(redis, createKeys(prefix)),
    async submit(prompt: string, tenant?: string) {
      const enqueued = await queue.enqueue(request(prompt), { tenant });
      if (enqueued.kind !== "accepted") throw new Error(`the submission was ${enqueued.kind}`);
      await worker.followModels();
      return enqueued.generation.id;
    },
    async get(id: string) {
      const generation = await queue.store.get(id);
      if (generation === null) throw new Error("the record is missing");
      return viewOf(generation);
    },
    costs: queue.store.costs,
    events: (id: string) => queue.store.events(id),
    repair: () => worker.repair(signal),
    advanceClock: (durationMs: number) => void (aheadMs += durationMs),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

it("stops submitting at the daily limit and resumes after midnight", async () => {
  await using worker = await startWorkerBeforeMidnight("4 CNY");
  const [first, second] = [await worker.submit("one"), await worker.submit("two")];
  const until = (id: string, status: string) =>
    waitFor(async () => (await worker.get(id)).status === status, { timeoutMs: 30_000 });
  await until(first, "succeeded");
  await waitFor(() => worker.lines.some(({ event }) => event === "spend-limit-reached"));
  await worker.repair();
  expect(await worker.get(second)).toMatchObject({
    status: "queued",
    error: { kind: "spend_limit" },
  });

  worker.advanceClock(15 * MINUTE_MS);
  await until(second, "succeeded");
  expect((await worker.get(second)).error).toBeNull();
  const events = (await worker.events(second)).map(({ name }) => name);
  expect(events).toEqual(expect.arrayContaining(["spend-limit-reached", "attempt-begun"]));
  expect(events).not.toContain("account-paused");
  expect(worker.lines.filter(({ event }) => event === "spend-limit-reached")).toMatchObject([
    { level: "warn", day: "2026-11-22" },
  ]);
  expect(await worker.costs(["2026-11-22", "2026-11-23"])).toMatchObject([
    { day: "2026-11-22", state: "settled", amount: "3.50", generations: 1 },
    { day: "2026-11-23", state: "settled", amount: "3.50", generations: 1 },
  ]);
  expect(worker.simulator.ledger().totalCharged).toBe("7.00");
});

it("lets a tenant wait for its budget, records it, and serves the others", async () => {
  await using worker = await startWorkerBeforeMidnight();
  const settings = { name: null, weight: 1, createdAt: 0, disabledAt: null };
  const dailySpend = { amount: "4", currency: "CNY" } as const;
  await worker.tenants.create({ id: "films", ...settings, limits: { ...NO_LIMITS, dailySpend } });
  const until = (id: string, status: string) =>
    waitFor(async () => (await worker.get(id)).status === status, { timeoutMs: 30_000 });
  await until(await worker.submit("one", "films"), "succeeded");
  const second = await worker.submit("two", "films");
  await waitFor(() => worker.lines.some(({ event }) => event === "tenant-limit-reached"));
  await until(await worker.submit("three", "games"), "succeeded");
  await worker.repair();
  expect(await worker.get(second)).toMatchObject({
    status: "queued",
    attempts: 0,
    error: {
      kind: "tenant_limit",
      code: "daily_spend",
      message: expect.stringContaining("daily_spend of 4 CNY"),
      charged: false,
    },
    waiting: {
      reason: "tenant_limit",
      next_try: "2026-11-23T00:00:00.000Z",
      advice: expect.stringContaining("raise it"),
    },
  });

  await worker.tenants.change("films", {
    limits: { dailySpend: { amount: "7", currency: "CNY" } },
  });
  await worker.repair();
  expect((await worker.get(second)).error).toBeNull();
  await until(second, "succeeded");
  const events = (await worker.events(second)).map(({ name }) => name);
  expect(events).toEqual(
    expect.arrayContaining(["tenant-limit-reached", "tenant-limit-lifted", "attempt-begun"]),
  );
  expect(worker.simulator.ledger().totalCharged).toBe("10.50");
});
