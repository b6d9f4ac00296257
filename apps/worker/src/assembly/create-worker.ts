import { VERSION } from "@dashqueue/queue/internal";
import { createRecurringWarning } from "@dashqueue/service";
import type { Redis } from "ioredis";
import type { Registry } from "prom-client";

import { combinedIntervalMs } from "../lanes/limits.ts";
import type { Draining, DrainPorts } from "../loop/drain.ts";
import { createDraining } from "../loop/drain.ts";
import type { StageWorkers } from "../loop/stage-workers.ts";
import { startStageWorkers } from "../loop/stage-workers.ts";
import { registerDraining } from "../metrics/metrics.ts";
import { createFailureLog, createObserver } from "../metrics/observe.ts";
import { watchForLateTasks } from "../late-tasks/watch.ts";
import { addPhase, tracedStages } from "../tracing/traced-stages.ts";
import type { HousekeepingWorker } from "../upkeep/housekeeping.ts";
import { relayMessages } from "../upkeep/relay-messages.ts";
import { createExpire } from "../line/expiry.ts";
import type { OverduePorts } from "../upkeep/overdue.ts";
import { endOverdue } from "../upkeep/overdue.ts";
import { repair } from "../upkeep/repair.ts";
import { createRetirementNotice } from "../upkeep/retiring-models.ts";
import { createPlacesCheck } from "../upkeep/places-check.ts";
import { createSpendingCheck } from "../upkeep/spending-check.ts";
import { forgetUnusedModels } from "../upkeep/unused-models.ts";
import type { AdapterPorts, Adapters } from "./adapters.ts";
import { detailsOf } from "./details.ts";
import { readFits, recordArchiving, repairPorts } from "./repair-ports.ts";
import { createStages } from "./stages.ts";
import { lateTaskPorts, restartCheck } from "./submit-ports.ts";
import { createSweepers } from "./sweepers.ts";

export interface WorkerPorts extends AdapterPorts {
  /** The connection of BullMQ's workers. */
  readonly jobs: Redis;
  readonly closing: AbortSignal;
  /** What identifies this process to an operator. */
  readonly process: { readonly host: string; readonly pid: number };
}

export interface RunningWorker extends HousekeepingWorker {
  readonly registry: Registry;
  /** Returns what the readiness page shows to an operator. */
  details(): Promise<Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
}

/** Assembles a worker: builds the stages on the adapters, starts the loops. */
export function createWorker(ports: WorkerPorts, adapters: Adapters): RunningWorker {
  const { env, jobs, logger, tracing, closing, clock } = ports;
  const { store, queues, gate, accounts, metrics, delays } = adapters;
  const submits = env.WORKER_STAGES.includes("submit");
  const stages = createStages(adapters);
  const warn = createRecurringWarning(logger, clock.now);
  const observe = createObservation(ports, metrics);
  const workers = startStageWorkers({
    connection: jobs,
    prefix: env.DASHQUEUE_PREFIX,
    enabled: env.WORKER_STAGES,
    stages: tracedStages(stages, tracing),
    serveNext: stages.serveNext,
    store,
    queues,
    delays,
    concurrency: env.WORKER_CONCURRENCY,
    submitIntervalMs: (model) =>
      combinedIntervalMs(accounts.map((account) => adapters.laneLimits(account, model))),
    closing,
    now: clock.now,
    observe,
    onError: (queue, { message }) => warn({ event: "queue-error", queue }, message),
    onFailed: createFailureLog(logger),
  });
  restWhenRefused(adapters, workers);
  const draining = drainingOf(ports, adapters, workers);
  // At once: until its worker closes, BullMQ would fetch the jobs again that stages hand back.
  closing.addEventListener("abort", () => void workers.close(), { once: true });
  return {
    registry: metrics.registry,
    details: () => detailsOf({ ...adapters, draining }, clock.machineAheadMs()),
    checkCollection: adapters.checkCollection,
    followModels: workers.followModels,
    slotFreed: adapters.bell.ring,
    isDraining: draining.isOn,
    sweeps: createSweepers(adapters, ports),
    probe: async () => void (await Promise.all(accounts.map(({ name }) => gate.probeNow(name)))),
    async heartbeat() {
      await draining.beat();
      if (env.WORKER_STAGES.includes("poll")) await adapters.refreshPlan();
      // A worker that sends no create requests has no limits.
      if (submits) await adapters.heartbeat();
    },
    readQuotas: submits ? () => adapters.readQuotas(closing) : async () => {},
    endOverdue: (signal) => endOverdue(overduePorts(adapters, observe), signal),
    archiveRecords: recordArchiving(adapters, ports),
    relayMessages: env.WORKER_STAGES.includes("notify")
      ? (signal) => relayMessages({ ...adapters, logger }, signal)
      : async () => {},
    repair: repairPass(ports, adapters),
    async close() {
      await workers.close();
      await closeAdapters(adapters);
    },
  };
}

function repairPass(ports: WorkerPorts, adapters: Adapters): RunningWorker["repair"] {
  const { logger } = ports;
  const { reports, store: looks } = adapters;
  const noticeRetirements = createRetirementNotice({ ...adapters, logger });
  const checkSpending = createSpendingCheck({ ...adapters, logger });
  const checkPlaces = createPlacesCheck({ ...adapters, readFits: () => readFits(adapters) });
  return async (signal) => {
    // First: it keeps the limits, and does not wait for what may fail below.
    await checkSpending();
    await checkPlaces(signal);
    await repair(repairPorts(adapters, ports), signal);
    await watchForLateTasks({ ...lateTaskPorts(adapters), reports, looks }, signal);
    if (signal.aborted) return;
    await forgetUnusedModels(adapters);
    await noticeRetirements();
  };
}

/** Logs and counts the decisions of the stages, and adds their phases to the traces. */
function createObservation(
  { logger, tracing }: Pick<WorkerPorts, "logger" | "tracing">,
  metrics: Adapters["metrics"],
): ReturnType<typeof createObserver> {
  const observe = createObserver(logger, metrics, tracing.isOn);
  return (stage, before, outcome) => {
    observe(stage, before, outcome);
    addPhase(tracing, before, outcome);
  };
}

/** A generation that ends by its deadline is observed as if a stage had ended it. */
function overduePorts(
  adapters: Adapters,
  observe: ReturnType<typeof createObserver>,
): OverduePorts {
  const ended: OverduePorts["ended"] = (before, generation) =>
    observe("submit", before, { kind: "advance", generation });
  return {
    ...adapters,
    expire: createExpire(adapters),
    checkAfterRestart: restartCheck(adapters),
    ended,
  };
}

/** Lets an operator drain this worker. */
function drainingOf(
  { env, clock, process, logger }: WorkerPorts,
  { replicas, workerId, metrics, unreadLists }: Adapters,
  workers: StageWorkers,
): Draining {
  const self = { ...process, version: VERSION, startedAt: clock.now(), stages: env.WORKER_STAGES };
  const announce: DrainPorts["announce"] = (report) =>
    replicas.announce(workerId, { ...report, unreadLists: unreadLists.current() });
  const draining = createDraining({ announce, self, workers, logger });
  registerDraining(metrics.registry, draining.isOn);
  return draining;
}

async function closeAdapters(adapters: Adapters): Promise<void> {
  const { workerReports, replicas, workerId, queues, clients } = adapters;
  await workerReports.withdraw();
  await replicas.withdraw(workerId);
  await queues.close();
  clients.close();
}

/** For how long tasks and results are left to other workers; then queries test the keys again. */
const QUERY_REST_MS = 5_000;

/** Leaves the jobs to other workers while the provider refuses every key of this one. */
function restWhenRefused(
  { accounts, keyRefusals }: Pick<Adapters, "accounts" | "keyRefusals">,
  workers: Pick<StageWorkers, "rest">,
): void {
  keyRefusals.onRefused(() => {
    if (accounts.some(({ name }) => keyRefusals.pausedFor(name) === null)) return;
    workers.rest(["poll", "archive"], QUERY_REST_MS);
    const waitMs = Math.min(...accounts.map(({ name }) => keyRefusals.waitMs(name)));
    if (waitMs > 0) workers.rest(["submit"], waitMs);
  });
}
