import type {
  CollectionBlock,
  CostTotal,
  EndedAlarm,
  EndedAlarms,
  Endpoint,
  GenerationStore,
  LiveLimit,
  LiveLimits,
  Replica,
  Replicas,
  Stage,
  Status,
  Tenants,
  UnreadList,
  WorkerReport,
} from "@dashqueue/queue/internal";
import type { readMemory } from "@dashqueue/queue/internal";
import { DAY_MS, dayOf, DEFAULT_TENANT, STATUSES } from "@dashqueue/queue/internal";

import type { AtRisk } from "./at-risk.ts";
import type { DailyLimit } from "./money/daily-limits.ts";
import { neededLists, unreadListsOf } from "./alarms/unread-list.ts";
import { dailyLimitsOf } from "./money/daily-limits.ts";
import type { AccountPorts, AccountState } from "./read-accounts.ts";
import { readAccounts } from "./read-accounts.ts";
import type { CollectionPorts, PaidResults } from "./alarms/paid-results.ts";
import { readCollection } from "./alarms/paid-results.ts";
import type { PausedQueue, PausePorts } from "./alarms/read-pauses.ts";
import { readPauses } from "./alarms/read-pauses.ts";
import type { ModelPorts, ModelState } from "./read-models.ts";
import { readModels } from "./read-models.ts";

/** What the overview shows, as Redis has it now. */
export interface Overview {
  readonly counts: Readonly<Record<Status, number>>;
  readonly workers: number;
  /** Those that run, whatever their stages. */
  readonly replicas: readonly Pick<Replica, "id" | "host" | "drain" | "stages">[];
  /** The stages whose jobs no worker takes. */
  readonly idleStages: readonly Stage[];
  /** The accounts whose task lists cannot be read although something waits for them. */
  readonly unreadLists: readonly UnreadList[];
  readonly accounts: readonly AccountState[];
  /** Those that wait, are in flight or are paused. */
  readonly models: readonly ModelState[];
  /** The queues of all models that are paused. */
  readonly pausedQueues: readonly PausedQueue[];
  /** What operators have set. */
  readonly limits: readonly LiveLimit[];
  /** The lost create requests; null if there are none, or if there are too many to read. */
  readonly atRisk: AtRisk | null;
  /** Why results cannot be collected. */
  readonly blocks: readonly CollectionBlock[];
  /** Those that wait meanwhile. */
  readonly paidResults: PaidResults;
  /** The webhook endpoints that failed lately. */
  readonly endpoints: readonly FailingEndpoint[];
  /** How many generations have a message about the end that failed, and is sent again. */
  readonly waitingMessages: number;
  /** How many generations of the last days have a message about the end that was given up. */
  readonly givenUp: number;
  /** The generations of the last days whose paid result was lost, newest first. */
  readonly lost: readonly string[];
  /** What needed attention and ended within the last day, the latest first. */
  readonly ended: readonly EndedAlarm[];
  /** What the attempts of this UTC day cost or may cost. */
  readonly costs: readonly CostTotal[];
  readonly dailyLimits: readonly DailyLimit[];
  readonly redis: RedisState;
}

export interface RedisState {
  /** How it makes writes durable: a mode of `DurabilityMode`, `unchecked` or `refused`. */
  readonly durability: string;
  /** Null if Redis does not tell. */
  readonly memory: Awaited<ReturnType<typeof readMemory>>;
}

export interface FailingEndpoint extends Pick<Endpoint, "failures" | "lastError" | "since"> {
  readonly tenant: string;
  readonly origin: string;
}

export interface OverviewPorts extends ModelPorts, AccountPorts, PausePorts, CollectionPorts {
  readonly store: Pick<GenerationStore, "count" | "models" | "costs" | "lostSince">;
  readonly tenants: Pick<Tenants, "list">;
  /** The endpoints of a tenant that failed lately. */
  readonly failingEndpoints: (
    tenant: string,
  ) => Promise<readonly (Endpoint & { readonly origin: string })[]>;
  readonly atRisk: () => Promise<AtRisk | null>;
  readonly endedAlarms: Pick<EndedAlarms, "since">;
  readonly redisState: () => Promise<RedisState>;
  readonly replicas: Pick<Replicas, "list">;
  readonly idleStages: () => Promise<ReadonlySet<Stage>>;
  readonly liveLimits: Pick<LiveLimits, "all">;
  readonly workerReports: () => Promise<readonly WorkerReport[]>;
  readonly now: () => number;
}

/** Who has not sent them again after this time does not want to. The list shows all of them. */
const GIVEN_UP_SHOWN_MS = 7 * DAY_MS;
const MOST_LOST = 20;

export async function readOverview(ports: OverviewPorts): Promise<Overview> {
  const { store, now } = ports;
  const [reports, replicas, idle] = await Promise.all([
    ports.workerReports(),
    ports.replicas.list(),
    ports.idleStages(),
  ]);
  const [
    counts,
    accounts,
    models,
    pausedQueues,
    limits,
    collection,
    endpoints,
    undelivered,
    lost,
    atRisk,
    ended,
    costs,
    redis,
  ] = await Promise.all([
    countsOf(store),
    readAccounts(reports, ports),
    readModels(ports, !idle.has("submit")),
    readPauses(ports),
    ports.liveLimits.all(),
    readCollection(ports),
    failingEndpointsOf(ports),
    undeliveredOf(ports),
    store.lostSince(now() - GIVEN_UP_SHOWN_MS, MOST_LOST),
    ports.atRisk(),
    ports.endedAlarms.since(now() - DAY_MS),
    store.costs([dayOf(now())]),
    ports.redisState(),
  ]);
  return {
    counts,
    // Those of an earlier version are no replicas, and those that submit nothing do not report.
    workers: Math.max(reports.length, replicas.length),
    replicas,
    idleStages: [...idle],
    unreadLists: neededLists(unreadListsOf(replicas), { counts, models }, now()),
    accounts,
    models,
    pausedQueues,
    limits,
    blocks: collection.blocks,
    paidResults: { count: counts.archiving, first: collection.first },
    endpoints,
    ...undelivered,
    lost,
    atRisk,
    ended,
    costs,
    dailyLimits: dailyLimitsOf(reports),
    redis,
  };
}

async function undeliveredOf({
  store,
  now,
}: OverviewPorts): Promise<Pick<Overview, "waitingMessages" | "givenUp">> {
  const [waitingMessages, givenUp] = await Promise.all([
    store.count({ webhook: "pending" }),
    store.count({ webhook: "failed", acceptedSince: now() - GIVEN_UP_SHOWN_MS }),
  ]);
  return { waitingMessages, givenUp };
}

async function failingEndpointsOf({
  tenants,
  failingEndpoints,
}: OverviewPorts): Promise<readonly FailingEndpoint[]> {
  const names = new Set([DEFAULT_TENANT, ...(await tenants.list()).map(({ id }) => id)]);
  const found = [...names].map(async (tenant) =>
    (await failingEndpoints(tenant)).map(({ origin, failures, lastError, since }) => {
      return { tenant, origin, failures, lastError, since };
    }),
  );
  return (await Promise.all(found)).flat();
}

async function countsOf(store: OverviewPorts["store"]): Promise<Record<Status, number>> {
  const counts = STATUSES.map(async (status) => [status, await store.count({ status })] as const);
  return Object.fromEntries(await Promise.all(counts)) as Record<Status, number>;
}
