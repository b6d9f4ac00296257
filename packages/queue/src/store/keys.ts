import type { Status } from "../generation/generation.ts";
import type { AccountModel, Lane } from "../generation/lane.ts";
import { laneName } from "../generation/lane.ts";
import type { AccountKeys } from "./key-names/account-keys.ts";
import { accountKeys } from "./key-names/account-keys.ts";
import type { BulkKeys } from "./key-names/bulk-keys.ts";
import { bulkKeys } from "./key-names/bulk-keys.ts";
import type { TenantKeys } from "./key-names/tenant-keys.ts";
import { tenantKeys } from "./key-names/tenant-keys.ts";
import type { WebhookKeys } from "./key-names/webhook-keys.ts";
import { webhookKeys } from "./key-names/webhook-keys.ts";
import type { WorkerKeys } from "./key-names/worker-keys.ts";
import { workerKeys } from "./key-names/worker-keys.ts";

/**
 * The names of dashqueue's keys and channels. BullMQ's keys begin with the same prefix.
 *
 * The prefix contains a hash tag, `{dashqueue}`: a Redis Cluster keeps all keys in one slot, so a
 * script can use several of them.
 */
export interface Keys extends AccountKeys, BulkKeys, TenantKeys, WebhookKeys, WorkerKeys {
  readonly prefix: string;
  generation(id: string): string;
  /** The events of a generation except the first, which follows from its record. */
  events(id: string): string;
  /** The same as a stream, which an earlier version wrote. */
  eventStream(id: string): string;
  idempotency(key: string): string;
  batch(id: string): string;
  /**
   * The ids of the generations in a status, or those of them with a model or of a tenant, sorted by
   * time. Only an installation with `tenants` has the indexes of tenants.
   */
  index(filter: {
    readonly status: Status;
    readonly model?: string | undefined;
    readonly tenant?: string | undefined;
  }): string;
  /** The ids in every status. An earlier version wrote and read them. */
  earlierIndexes(model: string): readonly string[];
  /** The owner of each task: task id to generation id. */
  readonly tasks: string;
  /** Exists for a while after the provider reported that this task has ended. */
  hint(taskId: string): string;
  /** Terminal generations, sorted by the time they ended. */
  readonly finished: string;
  /** Terminal generations whose record is not in the archive yet, by the time they ended. */
  readonly unarchived: string;
  /** Generations whose paid result was lost, by the time they ended. */
  readonly lostResults: string;
  /** Deleted generations whose files may remain, by the time at which they were deleted. */
  readonly deleted: string;
  /** Exists while one worker writes records to the archive. */
  readonly archivingRecords: string;
  /**
   * Totals of the attempts that began on this UTC day: held, at risk and settled. Of a month, only
   * the sums of tenants that have a budget.
   */
  costs(dayOrMonth: string): string;
  /** When each limit of the spending of a tenant was reached last, and its value. */
  readonly budgetsReached: string;
  /** Every model that ever had a generation, except unknown ones that have no open one. */
  readonly models: string;
  /** The waiting generations of a tenant, by rank. */
  line(model: string, tenant: string): string;
  /** The tenants that have waiting generations of a model. */
  lineTenants(model: string): string;
  /** Waiting generations that cannot go now, by the time at which they return to the line. */
  parked(model: string): string;
  /**
   * `tenant:id` of the waiting generations that were put behind all others of their tenants. Some
   * may no longer be.
   */
  behindAll(model: string): string;
  /** Who stands at a model's door: each ticket with the generation that it has picked. */
  picks(model: string): string;
  /** How much slot time the tenants have had in a limit group, divided by their weights. */
  shares(group: string): string;
  slots(lane: Lane): string;
  /** Since when each slot is taken, and how much time was charged to its tenant for it. */
  holders(lane: Lane): string;
  lane(lane: Lane): string;
  /** Why a lane is closed until it is checked. */
  unchecked(lane: Lane): string;
  /** The cool-down of a single model in a lane of several. */
  model(model: AccountModel): string;
  /** How long the tasks of a model took. */
  durations(model: string): string;
  /** The provider's URL of an upload, for this model on this account. */
  upload(where: AccountModel, id: string): string;
  /** The run id of the Redis server that was last seen. */
  readonly server: string;
  readonly repair: string;
  /** What blocked submission when that was last recorded on the waiting generations. */
  readonly toldBlocks: string;
  /** Who changed what, newest first. */
  readonly audit: string;
  /** What stopped submission or messages and is over, newest first. */
  readonly endedAlarms: string;
  /** Written by readiness probes. */
  readonly readiness: string;
  /** Why results cannot be collected, by the worker that found out. */
  readonly collection: string;
  /** Generations whose disproven attempts may still make a task, by the time of the next look. */
  readonly lateLooks: string;
  /** Generations with a `max_queue_seconds`, by the time when it passes. */
  readonly deadlines: string;
  /** Exists while one worker looks whether they have passed. */
  readonly endingOverdue: string;
  /** The limits that the provider reports, by account and host. */
  readonly quotas: string;
  /** The limits that operators have set, by account and model. */
  readonly liveLimits: string;
  /** Publishes the id of each generation that changes. */
  readonly changesChannel: string;
  /** Publishes the name of a lane when one of its slots is freed. */
  readonly freedChannel: string;
  /** Publishes a model when it gets its first generation, and when it is forgotten. */
  readonly modelsChannel: string;
  /** Publishes an account when an operator has set or removed a limit of it. */
  readonly limitsChannel: string;
  /** Says that an operator asks whether results can be collected again. */
  readonly collectionChannel: string;
}

export function createKeys(prefix: string): Keys {
  return {
    prefix,
    generation: (id) => `${prefix}:generation:${id}`,
    events: (id) => `${prefix}:history:${id}`,
    eventStream: (id) => `${prefix}:events:${id}`,
    ...accountKeys(prefix),
    ...bulkKeys(prefix),
    ...tenantKeys(prefix),
    ...webhookKeys(prefix),
    ...workerKeys(prefix),
    batch: (id) => `${prefix}:batch:${id}`,
    idempotency: (key) => `${prefix}:idempotency:${key}`,
    index: ({ status, model, tenant }) =>
      [
        `${prefix}:index:status:${status}`,
        ...(model === undefined ? [] : ["model", model]),
        ...(tenant === undefined ? [] : ["tenant", tenant]),
      ].join(":"),
    earlierIndexes: (model) => [`${prefix}:index`, `${prefix}:index:model:${model}`],
    tasks: `${prefix}:tasks`,
    hint: (taskId) => `${prefix}:hint:${taskId}`,
    finished: `${prefix}:finished`,
    unarchived: `${prefix}:unarchived`,
    lostResults: `${prefix}:lost-results`,
    deleted: `${prefix}:deleted`,
    archivingRecords: `${prefix}:archiving-records`,
    costs: (dayOrMonth) => `${prefix}:costs:${dayOrMonth}`,
    budgetsReached: `${prefix}:budgets-reached`,
    models: `${prefix}:models`,
    ...sharingKeys(prefix),
    slots: (lane) => `${prefix}:slots:${laneName(lane)}`,
    lane: (lane) => `${prefix}:lane:${laneName(lane)}`,
    unchecked: (lane) => `${prefix}:unchecked:${laneName(lane)}`,
    model: ({ account, model }) => `${prefix}:model:${account}:${model}`,
    durations: (model) => `${prefix}:durations:${model}`,
    upload: ({ account, model }, id) => `${prefix}:upload:${account}:${model}:${id}`,
    server: `${prefix}:server`,
    repair: `${prefix}:repair`,
    toldBlocks: `${prefix}:told-blocks`,
    audit: `${prefix}:audit`,
    endedAlarms: `${prefix}:ended-alarms`,
    readiness: `${prefix}:readiness`,
    collection: `${prefix}:collection`,
    lateLooks: `${prefix}:late-looks`,
    deadlines: `${prefix}:deadlines`,
    endingOverdue: `${prefix}:ending-overdue`,
    quotas: `${prefix}:quotas`,
    liveLimits: `${prefix}:live-limits`,
    changesChannel: `${prefix}:changes`,
    freedChannel: `${prefix}:freed`,
    modelsChannel: `${prefix}:new-models`,
    limitsChannel: `${prefix}:limits`,
    collectionChannel: `${prefix}:collection-check`,
  };
}

/** Who waits, and how the slots are shared. */
function sharingKeys(prefix: string) {
  return {
    line: (model, tenant) => `${prefix}:line:${model}:${tenant}`,
    lineTenants: (model) => `${prefix}:line-tenants:${model}`,
    parked: (model) => `${prefix}:parked:${model}`,
    behindAll: (model) => `${prefix}:behind-all:${model}`,
    picks: (model) => `${prefix}:picks:${model}`,
    shares: (group) => `${prefix}:shares:${group}`,
    holders: (lane) => `${prefix}:holders:${laneName(lane)}`,
  } satisfies Partial<Keys>;
}
