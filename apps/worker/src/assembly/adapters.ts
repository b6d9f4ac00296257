import type { Archive } from "@dashqueue/archive";
import { ArchiveError, createUploadStore } from "@dashqueue/archive";
import { configuredModels } from "@dashqueue/dashscope";
import {
  createAccountGate,
  createCollectionGate,
  createEndedAlarms,
  createGenerationStore,
  createKeys,
  createLine,
  createLiveLimits,
  createPausedByLimits,
  createQuotas,
  createTenants,
  createUploadPlaces,
  dayOf,
  oldestAt,
  openQueues,
} from "@dashqueue/queue/internal";
import type { Confirmation, SharedClock } from "@dashqueue/queue/internal";
import type { Logger, Tracing } from "@dashqueue/service";
import type { Redis } from "ioredis";

import { accountsOf, lanesOf } from "../accounts/accounts.ts";
import { checkEndpoints } from "../accounts/check-endpoints.ts";
import { createClients } from "../accounts/clients.ts";
import type { ProviderClocks } from "../accounts/provider-clocks.ts";
import { createProviderClocks } from "../accounts/provider-clocks.ts";
import type { ProviderPorts } from "../accounts/provider.ts";
import { createProvider } from "../accounts/provider.ts";
import { createTurnReservations, queryIntervalMs, takeQueryTurn } from "../accounts/query-turn.ts";
import { createUnreadLists, watchLists } from "../accounts/task-list.ts";
import type { WorkerEnv } from "../env/env.ts";
import { createBell } from "../lanes/bell.ts";
import { createHolding } from "../line/holding.ts";
import { laneReaction } from "../lanes/lane-reaction.ts";
import { laneLimitsOf } from "../lanes/limits.ts";
import { createReactions } from "../lanes/reactions.ts";
import { createOverBudget } from "../lanes/tenant-budgets.ts";
import { createMetrics } from "../metrics/metrics.ts";
import { observedClient } from "../metrics/observed-client.ts";
import { expectedMs } from "../polling/plan.ts";
import { createQuotaReader } from "../quotas/quota-reader.ts";
import { sleep } from "../sleep.ts";
import { createTaskReports } from "../settling/task-reports.ts";
import { createCollection } from "./collection.ts";
import { joinFleet } from "./join-fleet.ts";
import { createPolling } from "./polling.ts";
import { rememberSettled } from "./remember-settled.ts";
import { tracedCalls, tracedProvider } from "../tracing/traced-provider.ts";
import { reportClockJump } from "../upkeep/clock-report.ts";
import type { StageAdapters } from "./stages.ts";
import { createWebhooks } from "./webhooks.ts";

export interface AdapterPorts {
  readonly env: WorkerEnv;
  readonly archive: Archive;
  readonly redis: Redis;
  /** Waits until a write is durable. */
  readonly confirm?: Confirmation["confirm"] | undefined;
  readonly logger: Logger;
  readonly tracing: Tracing;
  readonly clock: Pick<SharedClock, "now" | "read" | "machineAheadMs">;
  random(): number;
}

/** Builds everything that touches the outside: Redis, the provider, the disk, webhooks, logs. */
export function createAdapters(ports: AdapterPorts) {
  const { env, logger, tracing, random } = ports;
  const { now, read: readTime } = ports.clock;
  const state = openState(ports);
  const clocks = createProviderClocks((host, jumpMs) => reportClockJump(host, jumpMs, logger));
  const { deliver, ...webhooks } = createWebhooks({ ...ports, keys: state.keys, now });
  const shared = { ...state, ...joinFleet(ports, state), ...webhooks, clocks };
  const { store, accounts, findModel, fleet } = shared;
  const lanes = async () => lanesOf(accounts, await store.models(), findModel);
  const spendLimits = { ...env.DAILY_SPEND_LIMIT, allowUnboundedCost: env.ALLOW_UNBOUNDED_COST };
  const { PROBE_INTERVAL_MS: probeMs, RECONCILE_AFTER_MS: reconcileMs } = env;
  const queryMs = queryIntervalMs(env.DASHSCOPE_QUERY_QPS);
  const metrics = createMetrics({ ...shared, lanes, spendLimits, queryMs, reconcileMs, now });
  const polling = createPolling({ ...ports, ...state, metrics, lanes, now });
  const collection = createCollection({ ...ports, now, ...state, ...polling, metrics });
  const reactions = createReactions({ ...shared, logger, probeMs, now });
  const clients = createClients(accounts, {
    timeoutMs: env.DASHSCOPE_TIMEOUT_MS,
    proxy: env,
    onDate: clocks.observe,
    observed: (client, account) =>
      observedClient(client, tracedCalls(metrics.measureCalls(account), account, tracing)),
    findModel,
    now,
  });
  const queries = providerPorts(shared, queryMs, now);
  const untraced = createProvider({
    ...queries,
    client: clients.at,
    refused: (account, failure) => reactions.pauseAccount(account, failure, null),
    accepted: reactions.acceptKey,
    createAnswered: metrics.createAnswered,
  });
  const provider = tracedProvider(watchLists(untraced, state.unreadLists), tracing);
  const stageAdapters: StageAdapters = {
    ...shared,
    ...collection,
    deliver: metrics.measureDeliveries(deliver),
    provider,
    laneLimits: (account, model) => laneLimitsOf(fleet.limitsOf(account, model), probeMs),
    expectedMs: (model) => expectedMs(model, findModel),
    spendLimits,
    async overLimit(lane) {
      if (await reactions.stopSpending(lane, dayOf(now()))) metrics.spendLimitReached(lane);
    },
    overBudget: reactions.stopTenant,
    react: (created, answer, ...calm) =>
      reactions.react(created, laneReaction(answer, random, probeMs), ...calm),
    reports: createTaskReports(logger, metrics, tracing.isOn),
    ...polling,
    now,
    readTime,
    random,
  };
  const readQuotas = createQuotaReader({ ...shared, readPage: provider.quotas, logger, now });
  const endpoints = { client: clients.at, queryTurn: queries.queryTurn, logger };
  const checkAccounts = (signal: AbortSignal) => checkEndpoints(accounts, endpoints, signal);
  const checks = { ...collection, checkAccounts, readQuotas, ...polling };
  return { ...stageAdapters, ...shared, ...checks, lanes, metrics, clients };
}

function providerPorts(
  { findModel, gate, clocks }: ReturnType<typeof openState> & { readonly clocks: ProviderClocks },
  intervalMs: number,
  now: () => number,
): Pick<ProviderPorts, "findModel" | "queryTurn" | "clocks"> {
  const reserve = createTurnReservations(
    (account, turns) => gate.reserveQuery(account, intervalMs, turns),
    intervalMs,
  );
  return {
    clocks,
    findModel,
    queryTurn: (account, signal) => takeQueryTurn({ reserve: () => reserve(account), now }, signal),
  };
}

export type Adapters = ReturnType<typeof createAdapters>;

/** State that replicas share, in Redis and in the archive, and the configuration. */
function openState({ env, archive, redis, confirm, random, clock: { now } }: AdapterPorts) {
  const keys = createKeys(env.DASHQUEUE_PREFIX);
  const newId = () => random().toString(36).slice(2);
  const line = createLine(redis, keys);
  const stored = createGenerationStore(redis, keys, now, confirm);
  const store = rememberSettled(stored, createEndedAlarms(redis, keys));
  const tenants = createTenants(redis, keys);
  const accounts = accountsOf(env);
  const findModel = configuredModels({
    allowUnknown: env.DASHSCOPE_ALLOW_UNKNOWN_MODELS,
    settings: env.DASHSCOPE_MODELS,
  });
  return {
    archive,
    isNew: async () => env.WORKER_STAGES.includes("archive") && (await isEmpty(archive)),
    keys,
    /** Tells the workers apart. */
    workerId: newId(),
    unreadLists: createUnreadLists(now),
    store,
    queues: openQueues(redis, env.DASHQUEUE_PREFIX),
    gate: createAccountGate(redis, keys),
    collectionGate: createCollectionGate(redis, keys),
    quotas: createQuotas(redis, keys, now),
    liveLimits: createLiveLimits(redis, keys),
    isPausedByLimits: createPausedByLimits(redis, keys, findModel),
    tenants,
    isOverBudget: createOverBudget({ line, store, tenants, accounts, now }),
    uploads: { ...createUploadPlaces(redis, keys), ...createUploadStore({ archive, now, newId }) },
    line,
    oldestAt: (model: string) => oldestAt(redis, keys, { status: "queued", model }),
    holding: createHolding(line, sleep),
    bell: createBell(),
    sleep,
    accounts,
    findModel,
  };
}

/** An archive that cannot be read is not taken for an empty one. */
async function isEmpty(archive: Archive): Promise<boolean> {
  try {
    const { done } = await archive.list("")[Symbol.asyncIterator]().next();
    return done === true;
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return false;
  }
}
