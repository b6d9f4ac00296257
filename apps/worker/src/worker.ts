import { FAILURE_POLICY } from "@dashqueue/dashscope";
import type { AccountGate } from "@dashqueue/queue";
import { createAccountGate, createGenerationStore, createKeys, openQueues } from "@dashqueue/queue";
import type { Logger } from "@dashqueue/service";
import type { Redis } from "ioredis";
import type { Registry } from "prom-client";

import { createBell } from "./bell.ts";
import type { Clients } from "./clients.ts";
import { createClients } from "./clients.ts";
import type { WorkerEnv } from "./env.ts";
import { createUntrustedFetch } from "./fetch-untrusted.ts";
import { createFileArchive } from "./file-archive.ts";
import { laneLimitsOf, limitsOf } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import { createMetrics } from "./metrics.ts";
import { createObserver } from "./observe.ts";
import type { PipelinePorts } from "./pipeline.ts";
import { createPipeline } from "./pipeline.ts";
import { createProvider } from "./provider.ts";
import { takeQueryTurn } from "./query-turn.ts";
import { providerHosts } from "./provider-hosts.ts";
import { createReactions } from "./reactions.ts";
import { createRepairReport } from "./repair-report.ts";
import type { RepairPorts } from "./repair.ts";
import { storeFile } from "./store-file.ts";
import { createTaskReports } from "./task-reports.ts";
import { createWebhook } from "./webhook.ts";
import type { Workers } from "./workers.ts";
import { startWorkers } from "./workers.ts";

/** The account of `DASHSCOPE_API_KEY`. Redis knows accounts by name, never by key (G7). */
const ACCOUNT = "default";

/** Between intent and create lies one call of Redis: a worker that is held up for longer sends nothing any more. */
const SEND_MS = 5_000;

/** Without an answer for this long after its timeout, a create has nobody waiting for it. */
const CREATE_MARGIN_MS = 5_000;

/** Between two polls of one task, where nothing better is known. DashScope's documentation recommends it. */
const POLL_MS = 15_000;

const DAY_MS = 24 * 60 * 60 * 1000;

export interface WorkerPorts {
  readonly env: WorkerEnv;
  /** One connection for records, one shared by BullMQ's workers. */
  readonly redis: Redis;
  readonly jobs: Redis;
  readonly logger: Logger;
  readonly closing: AbortSignal;
  now(): number;
  random(): number;
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
  const metrics = createMetrics({ redis, keys, store, gate, account: ACCOUNT });
  const clients = createClients(env);
  const delays = delaysOf(env);
  const laneLimits = (model: string) => laneLimitsOf(limitsOf(model, env.DASHSCOPE_LIMITS));
  const pipeline = createStages(ports, { store, queues, gate, bell, metrics, clients, delays, laneLimits });
  const workers = startWorkers({
    connection: jobs,
    prefix: env.DASHQUEUE_PREFIX,
    stages: env.WORKER_STAGES,
    pipeline,
    store,
    queues,
    delays,
    concurrency: env.WORKER_CONCURRENCY,
    laneLimits,
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
    repair: repairPortsOf(ports, { store, queues, gate, metrics, delays }),
    async details() {
      const pause = await gate.pausedFor(ACCOUNT);
      return pause === null
        ? {}
        : { paused: { account: ACCOUNT, ...pause, advice: FAILURE_POLICY[pause.kind].advice } };
    },
    freed: bell.ring,
    probe: () => gate.probeNow(ACCOUNT),
    async close() {
      await workers.close();
      await queues.close();
      clients.close();
    },
  };
}

function repairPortsOf(
  { env, logger, now }: WorkerPorts,
  { store, queues, gate, metrics, delays }: Pick<Pieces, "store" | "queues" | "gate" | "metrics" | "delays">,
): RepairPorts {
  return {
    store,
    queues,
    delays,
    now,
    lanes: async () => (await store.models()).map((model) => ({ account: ACCOUNT, model })),
    serverSince: gate.serverSince,
    slots: gate.slots,
    mendSlot: gate.mendSlot,
    pausedFor: async () => {
      const pause = await gate.pausedFor(ACCOUNT);
      if (pause === null) return null;
      const { kind, code, message } = pause;
      return { kind, code, message, requestId: null, charged: false };
    },
    retentionMs: env.RETENTION_DAYS === 0 ? null : env.RETENTION_DAYS * DAY_MS,
    report: createRepairReport(logger, metrics),
  };
}

interface Pieces extends Pick<PipelinePorts, "store" | "queues" | "bell" | "delays" | "laneLimits"> {
  readonly gate: AccountGate;
  readonly metrics: Metrics;
  readonly clients: Clients;
}

/** The stages with what they need of the world: the provider, the archive, the callers. */
function createStages(
  { env, logger, now, random }: WorkerPorts,
  { gate, metrics, clients, ...pieces }: Pieces,
) {
  const baseUrl = env.DASHSCOPE_HTTP_BASE_URL;
  const reactions = createReactions(gate, logger);
  const results = {
    fetch: createUntrustedFetch(providerHosts(baseUrl)),
    archive: createFileArchive(env.ARCHIVE_URL),
  };
  const webhooks = createUntrustedFetch(env.WEBHOOK_PRIVATE_HOSTS);
  return createPipeline({
    ...pieces,
    account: ACCOUNT,
    baseUrl,
    provider: createProvider({
      client: clients.at,
      baseUrl,
      queryTurn: (signal) => takeQueryTurn({ reserve: (ms) => gate.reserveQuery(ACCOUNT, ms), now }, signal),
      refused: (failure) => reactions.pauseAccount(ACCOUNT, failure),
      createAnswered: metrics.createAnswered,
    }),
    react: reactions.react,
    serverSince: gate.serverSince,
    checked: gate.checked,
    taskReports: createTaskReports(logger),
    async storeFile(id, file, signal) {
      const stored = await storeFile(results, id, file, signal);
      if (stored.kind === "stored") metrics.archived(stored.file.bytes);
      return stored;
    },
    deliver: createWebhook(env.WEBHOOK_SECRET, webhooks, now),
    now,
    random,
  });
}

function delaysOf(env: WorkerEnv) {
  return {
    pollMs: Math.min(Math.max(POLL_MS, env.POLL_MIN_MS), env.POLL_MAX_MS),
    sendMs: SEND_MS,
    createMs: SEND_MS + env.DASHSCOPE_TIMEOUT_MS + CREATE_MARGIN_MS,
    reconcileMs: env.RECONCILE_AFTER_MS,
  };
}
