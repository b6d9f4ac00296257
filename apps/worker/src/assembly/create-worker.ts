import type { Redis } from "ioredis";
import type { Registry } from "prom-client";

import { pausesOf } from "../accounts/pauses.ts";
import { combinedIntervalMs } from "../lanes/limits.ts";
import { startStageWorkers } from "../loop/stage-workers.ts";
import { createObserver } from "../metrics/observe.ts";
import { repair } from "../upkeep/repair.ts";
import type { AdapterPorts } from "./adapters.ts";
import { createAdapters } from "./adapters.ts";
import { repairPorts } from "./repair-ports.ts";
import { createStages } from "./stages.ts";

export interface WorkerPorts extends AdapterPorts {
  /** The connection of BullMQ's workers. */
  readonly jobs: Redis;
  readonly closing: AbortSignal;
}

export interface RunningWorker {
  readonly registry: Registry;
  /** Returns what the readiness page shows to an operator. */
  details(): Promise<Readonly<Record<string, unknown>>>;
  /** Starts a submit worker for every new model. */
  openModels(): Promise<void>;
  /** Wakes the generations that wait for a slot of this lane. */
  slotFreed(lane: string): void;
  /** Sends the next create request of a paused account at once, as a probe. */
  probe(): Promise<void>;
  /** Runs one repair pass. */
  repair(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Assembles a worker: builds the adapters, builds the stages on them, starts the loops. */
export function createWorker(ports: WorkerPorts): RunningWorker {
  const { env, jobs, logger, closing, now } = ports;
  const adapters = createAdapters(ports);
  const { store, queues, gate, accounts, metrics, delays } = adapters;
  const stages = createStages(adapters);
  const repairing = repairPorts(adapters, { logger, retentionDays: env.RETENTION_DAYS });
  const workers = startStageWorkers({
    connection: jobs,
    prefix: env.DASHQUEUE_PREFIX,
    enabled: env.WORKER_STAGES,
    stages,
    store,
    queues,
    delays,
    concurrency: env.WORKER_CONCURRENCY,
    submitIntervalMs: (model) =>
      combinedIntervalMs(accounts.map((account) => adapters.laneLimits(account, model))),
    closing,
    now,
    observe: createObserver(logger, metrics),
    onError: (queue, { message }) => logger.warn({ event: "queue-error", queue }, message),
  });
  // At once: until its worker closes, BullMQ would fetch the jobs again that stages hand back.
  closing.addEventListener("abort", () => void workers.close(), { once: true });
  return {
    registry: metrics.registry,
    async details() {
      const paused = await pausesOf(gate, accounts);
      return paused.length === 0 ? {} : { paused };
    },
    openModels: workers.openModels,
    slotFreed: adapters.bell.ring,
    async probe() {
      for (const { name } of accounts) await gate.probeNow(name);
    },
    repair: (signal) => repair(repairing, signal),
    async close() {
      await workers.close();
      await queues.close();
      adapters.clients.close();
    },
  };
}
