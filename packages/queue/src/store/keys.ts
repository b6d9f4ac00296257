import type { Status } from "../generation/generation.ts";
import type { AccountModel, Lane } from "../generation/lane.ts";
import { laneName } from "../generation/lane.ts";

/**
 * The name of every key and channel that is ours; BullMQ's own begin with the same prefix.
 *
 * The prefix carries braces, `{dashqueue}`, so that a Cluster keeps all of them in one slot and a script may touch several.
 */
export interface Keys {
  readonly prefix: string;
  generation(id: string): string;
  events(id: string): string;
  idempotency(key: string): string;
  /** Ids sorted by time: all, or those of a status, of a model, or of both. */
  index(filter: {
    readonly status?: Status | undefined;
    readonly model?: string | undefined;
  }): string;
  /** The generation of every task that has one. */
  readonly tasks: string;
  /** There while the provider said lately that this task has ended. */
  hint(taskId: string): string;
  /** Terminal generations by the time they ended. */
  readonly finished: string;
  /** What was held, at risk and settled of the attempts that began on this UTC day. */
  costs(day: string): string;
  /** Every model that ever had a generation. */
  readonly models: string;
  slots(lane: Lane): string;
  lane(lane: Lane): string;
  /** What is known of one model alone, where its lane has others. */
  model(model: AccountModel): string;
  account(account: string): string;
  queries(account: string): string;
  /** Where an upload is at the provider, for this model on this account. */
  upload(where: AccountModel, id: string): string;
  /** Which Redis server this was last. */
  readonly server: string;
  readonly repair: string;
  /** Ids of generations as they change. */
  readonly changesChannel: string;
  /** Lanes as one of their slots is freed. */
  readonly freedChannel: string;
  /** Models as they have their first generation. */
  readonly modelsChannel: string;
}

export function createKeys(prefix: string): Keys {
  return {
    prefix,
    generation: (id) => `${prefix}:generation:${id}`,
    events: (id) => `${prefix}:events:${id}`,
    idempotency: (key) => `${prefix}:idempotency:${key}`,
    index: ({ status, model }) =>
      [
        prefix,
        "index",
        ...(status ? ["status", status] : []),
        ...(model ? ["model", model] : []),
      ].join(":"),
    tasks: `${prefix}:tasks`,
    hint: (taskId) => `${prefix}:hint:${taskId}`,
    finished: `${prefix}:finished`,
    costs: (day) => `${prefix}:costs:${day}`,
    models: `${prefix}:models`,
    slots: (lane) => `${prefix}:slots:${laneName(lane)}`,
    lane: (lane) => `${prefix}:lane:${laneName(lane)}`,
    model: ({ account, model }) => `${prefix}:model:${account}:${model}`,
    account: (account) => `${prefix}:account:${account}`,
    queries: (account) => `${prefix}:queries:${account}`,
    upload: ({ account, model }, id) => `${prefix}:upload:${account}:${model}:${id}`,
    server: `${prefix}:server`,
    repair: `${prefix}:repair`,
    changesChannel: `${prefix}:changes`,
    freedChannel: `${prefix}:freed`,
    modelsChannel: `${prefix}:new-models`,
  };
}
