import type { FindModel } from "@dashqueue/dashscope";
import { limitGroupOf } from "@dashqueue/dashscope";
import type {
  AccountGate,
  CollectionBlock,
  CollectionGate,
  CostTotal,
  Endpoint,
  Failure,
  GenerationStore,
  Lane,
  LaneState,
  LiveLimit,
  LiveLimits,
  Pause,
  PausedBy,
  Status,
  Tenants,
  WorkerReport,
} from "@dashqueue/queue/internal";
import { DAY_MS, dayOf, DEFAULT_TENANT, laneName, STATUSES } from "@dashqueue/queue/internal";

/** What the overview shows, as Redis has it now. */
export interface Overview {
  readonly counts: Readonly<Record<Status, number>>;
  readonly workers: number;
  readonly accounts: readonly AccountState[];
  readonly lanes: readonly LaneUse[];
  readonly models: readonly ModelState[];
  /** What operators have set. */
  readonly limits: readonly LiveLimit[];
  /** Why results cannot be collected. */
  readonly blocks: readonly CollectionBlock[];
  /** The webhook endpoints that failed lately. */
  readonly endpoints: readonly FailingEndpoint[];
  /** How many generations of the last days have a message about the end that was given up. */
  readonly givenUp: number;
  /** What the attempts of this UTC day cost or may cost. */
  readonly costs: readonly CostTotal[];
}

export interface FailingEndpoint extends Pick<Endpoint, "failures" | "lastError" | "since"> {
  readonly tenant: string;
  readonly origin: string;
}

/** An account that at least one live worker knows. */
export interface AccountState {
  readonly name: string;
  readonly baseUrl: string;
  readonly pause: Pause | null;
}

export interface LaneUse {
  readonly lane: Lane;
  readonly inFlight: number;
  /** How many there may be now. */
  readonly maxInFlight: number;
}

/** A model with generations that wait. */
export interface ModelState {
  readonly model: string;
  readonly waiting: number;
  /** When the one that waits longest was accepted, epoch milliseconds. */
  readonly oldestAt: number | null;
  /** Why those wait that were refused or held back; null if all wait for a slot. */
  readonly failure: Failure | null;
  readonly pausedBy: PausedBy | null;
}

export interface OverviewPorts {
  readonly store: Pick<GenerationStore, "count" | "models" | "costs">;
  /** When the generation of a model was accepted that waits longest; null if none waits. */
  readonly oldestAt: (model: string) => Promise<number | null>;
  /** Why generations of a model wait that were refused or held back; null if there are none. */
  readonly heldBackBy: (model: string) => Promise<Failure | null>;
  readonly tenants: Pick<Tenants, "list">;
  /** The endpoints of a tenant that failed lately. */
  readonly failingEndpoints: (
    tenant: string,
  ) => Promise<readonly (Endpoint & { readonly origin: string })[]>;
  readonly gate: Pick<AccountGate, "pausedFor">;
  /** The lanes of a model, with their limits now. */
  readonly lanesOf: (model: string) => Promise<readonly LaneState[]>;
  readonly collectionGate: Pick<CollectionGate, "blocks">;
  readonly liveLimits: Pick<LiveLimits, "all">;
  readonly workerReports: () => Promise<readonly WorkerReport[]>;
  /** What an operator has paused a model with; null if it is not paused. */
  readonly pausedBy: (model: string) => Promise<PausedBy | null>;
  readonly findModel: FindModel;
  readonly now: () => number;
}

/** Who has not sent them again after this time does not want to. The list shows all of them. */
const GIVEN_UP_SHOWN_MS = 7 * DAY_MS;

export async function readOverview(ports: OverviewPorts): Promise<Overview> {
  const { store, collectionGate, now } = ports;
  const [reports, models] = await Promise.all([ports.workerReports(), store.models()]);
  const [counts, accounts, lanes, waiting, limits, blocks, endpoints, givenUp, costs] =
    await Promise.all([
      countsOf(store),
      accountsOf(reports, ports),
      lanesOf(models, ports),
      Promise.all(models.map((model) => modelState(model, ports))),
      ports.liveLimits.all(),
      collectionGate.blocks(),
      failingEndpointsOf(ports),
      store.count({ webhook: "failed", acceptedSince: now() - GIVEN_UP_SHOWN_MS }),
      store.costs([dayOf(now())]),
    ]);
  return {
    counts,
    workers: reports.length,
    accounts,
    lanes,
    models: waiting.filter(({ waiting: count, pausedBy }) => count > 0 || pausedBy !== null),
    limits,
    blocks,
    endpoints,
    givenUp,
    costs,
  };
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

async function accountsOf(
  reports: readonly WorkerReport[],
  { gate }: OverviewPorts,
): Promise<readonly AccountState[]> {
  const known = new Map(reports.flatMap((report) => Object.entries(report)));
  const states = [...known].map(async ([name, { baseUrl }]) => {
    const refused = reports.every((report) => report[name]?.keyRefused !== null);
    const pause = refused ? (reports[0]?.[name]?.keyRefused ?? null) : null;
    return { name, baseUrl, pause: pause ?? (await gate.pausedFor(name)) };
  });
  return Promise.all(states);
}

/** The lanes of all models; models that share limits share a lane. */
async function lanesOf(
  models: readonly string[],
  { lanesOf: lanesOfModel, findModel }: OverviewPorts,
): Promise<readonly LaneUse[]> {
  const groups = new Map(models.map((model) => [limitGroupOf(model, findModel), model]));
  const lanes = [...groups].map(async ([group, model]) =>
    (await lanesOfModel(model)).map(({ account, inFlight, maxInFlight }) => ({
      lane: { account, model: group },
      inFlight,
      maxInFlight,
    })),
  );
  const all = (await Promise.all(lanes)).flat();
  return all.toSorted((one, other) => (laneName(one.lane) < laneName(other.lane) ? -1 : 1));
}

async function modelState(
  model: string,
  { store, oldestAt, heldBackBy, pausedBy }: OverviewPorts,
): Promise<ModelState> {
  const [waiting, oldest, failure, paused] = await Promise.all([
    store.count({ status: "queued", model }),
    oldestAt(model),
    heldBackBy(model),
    pausedBy(model),
  ]);
  return { model, waiting, oldestAt: oldest, failure, pausedBy: paused };
}
