import { configuredModels } from "@dashqueue/dashscope";
import {
  createAccountGate,
  createGenerationStore,
  createKeys,
  createUploadPlaces,
  createUploadStore,
  DAY_MS,
  dayOf,
  openQueues,
} from "@dashqueue/queue/internal";
import type { Redis } from "ioredis";
import type { Registry } from "prom-client";

import { failureOfAll, pausesOf } from "../accounts/pauses.ts";
import type { Account } from "../accounts/accounts.ts";
import { accountsFor, accountsOf, lanesOf } from "../accounts/accounts.ts";
import { createBell } from "../lanes/bell.ts";
import type { Callbacks } from "../polling/hints.ts";
import { createCallbacks } from "../polling/hints.ts";
import { createClients } from "../accounts/clients.ts";
import type { Pieces, Surroundings } from "./connected-pipeline.ts";
import { createConnectedPipeline } from "./connected-pipeline.ts";
import { delaysOf } from "../env/delays.ts";
import type { WorkerEnv } from "../env/env.ts";
import { combinedIntervalMs, laneLimitsOf, limitsOf } from "../lanes/limits.ts";
import { createMetrics } from "../metrics/metrics.ts";
import { createObserver } from "../metrics/observe.ts";
import { pollPace } from "../polling/pace.ts";
import { createRepairReport } from "../upkeep/repair-report.ts";
import type { RepairPorts } from "../upkeep/repair.ts";
import { spendNotice } from "../lanes/spend-notice.ts";
import type { Workers } from "../loop/workers.ts";
import { startWorkers } from "../loop/workers.ts";

export interface WorkerPorts extends Surroundings {
  /** One connection for records, one shared by BullMQ's workers. */
  readonly redis: Redis;
  readonly jobs: Redis;
  readonly closing: AbortSignal;
}

export interface RunningWorker {
  readonly workers: Workers;
  readonly repair: RepairPorts;
  readonly registry: Registry;
  /** What an operator should know of a worker that is ready. */
  details(): Promise<Readonly<Record<string, unknown>>>;
  /** Called with a lane whose slot was freed. */
  freed(lane: string): void;
  /** Lets a create go out at once to see whether the account works again. */
  probe(): Promise<void>;
  close(): Promise<void>;
}

/** Puts the pieces of a worker together; the only place that knows all of them. */
export function createWorker(ports: WorkerPorts): RunningWorker {
  const { env, redis, jobs, logger, closing, now } = ports;
  const keys = createKeys(env.DASHQUEUE_PREFIX);
  const store = createGenerationStore(redis, keys, now);
  const queues = openQueues(redis, env.DASHQUEUE_PREFIX);
  const gate = createAccountGate(redis, keys);
  const bell = createBell();
  const uploads = {
    ...createUploadPlaces(redis, keys),
    ...createUploadStore(env.ARCHIVE_URL, now),
  };
  const accounts = accountsOf(env);
  const findModel = configuredModels({
    allowUnknown: env.DASHSCOPE_ALLOW_UNKNOWN_MODELS,
    settings: env.DASHSCOPE_MODELS,
  });
  const lanes = async () => lanesOf(accounts, await store.models());
  const spendLimits = env.DAILY_SPEND_LIMIT;
  const metrics = createMetrics({ redis, keys, gate, lanes, accounts, store, spendLimits, now });
  const clients = createClients(accounts, { timeoutMs: env.DASHSCOPE_TIMEOUT_MS, findModel });
  const callbacks = callbacksOf(env, { findModel, store, metrics });
  const delays = delaysOf(env, callbacks.pollMs);
  const laneLimits = (account: Account, model: string) =>
    laneLimitsOf(limitsOf(model, account, findModel), env.PROBE_INTERVAL_MS);
  const shared = {
    store,
    queues,
    gate,
    bell,
    uploads,
    metrics,
    clients,
    delays,
    callbacks: callbacks.poll,
  };
  const pieces: Pieces = { ...shared, accounts, findModel, laneLimits, spendLimits, lanes };
  const pipeline = createConnectedPipeline(ports, pieces);
  const workers = startWorkers({
    connection: jobs,
    prefix: env.DASHQUEUE_PREFIX,
    stages: env.WORKER_STAGES,
    pipeline,
    store,
    queues,
    delays,
    concurrency: env.WORKER_CONCURRENCY,
    submitIntervalMs: (model) =>
      combinedIntervalMs(accounts.map((account) => laneLimits(account, model))),
    closing,
    now,
    observe: createObserver(logger, metrics),
    onError: (queue, { message }) => logger.warn({ event: "queue-error", queue }, message),
  });
  // At once: until its worker closes, BullMQ would fetch again what a stage has handed back.
  closing.addEventListener("abort", () => void workers.close(), { once: true });
  return {
    workers,
    registry: metrics.registry,
    repair: repairPortsOf(ports, pieces),
    async details() {
      const paused = await pausesOf(gate, accounts);
      return paused.length === 0 ? {} : { paused };
    },
    freed: bell.ring,
    async probe() {
      for (const { name } of accounts) await gate.probeNow(name);
    },
    async close() {
      await workers.close();
      await queues.close();
      clients.close();
    },
  };
}

function repairPortsOf(
  { env, logger, now }: WorkerPorts,
  {
    store,
    queues,
    gate,
    metrics,
    delays,
    accounts,
    findModel,
    spendLimits,
    lanes,
    uploads,
  }: Pieces,
): RepairPorts {
  return {
    store,
    queues,
    delays,
    now,
    lanes,
    serverSince: gate.serverSince,
    slots: gate.slots,
    mendSlot: gate.mendSlot,
    async pausedFor() {
      const pauses = await pausesOf(gate, accounts);
      const working = accounts.filter(
        ({ name }) => !pauses.some(({ account }) => account === name),
      );
      const today = await store.costs([dayOf(now())]);
      return (queued) =>
        failureOfAll(pauses, accounts) ??
        spendNotice(
          queued,
          accountsFor(queued, working, { findModel, random: () => 0 }),
          spendLimits,
          today,
        );
    },
    retentionMs: env.RETENTION_DAYS === 0 ? null : env.RETENTION_DAYS * DAY_MS,
    sweepUploads: uploads.sweep,
    report: createRepairReport(logger, metrics),
  };
}

function callbacksOf(
  env: WorkerEnv,
  { findModel, store, metrics }: Pick<Pieces, "findModel" | "store" | "metrics">,
): Callbacks {
  return createCallbacks({
    pace: pollPace(findModel, { minMs: env.POLL_MIN_MS, maxMs: env.POLL_MAX_MS }),
    safetyNetMs: env.CALLBACK_TOKEN === undefined ? null : env.CALLBACK_SAFETY_NET_MS,
    hinted: store.hinted,
    missed: metrics.callbackMissed,
  });
}
