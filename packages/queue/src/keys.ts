import type { Status } from "./generation.ts";

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
  index(filter: { readonly status?: Status | undefined; readonly model?: string | undefined }): string;
  /** The generation of every task that has one. */
  readonly tasks: string;
  /** Terminal generations by the time they ended. */
  readonly finished: string;
  /** Every model that ever had a generation. */
  readonly models: string;
  slots(lane: Lane): string;
  lane(lane: Lane): string;
  account(account: string): string;
  queries(account: string): string;
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

/** One model on one account: the unit of limits. */
export interface Lane {
  readonly account: string;
  readonly model: string;
}

export function laneName(lane: Lane): string {
  return `${lane.account}:${lane.model}`;
}

export function createKeys(prefix: string): Keys {
  return {
    prefix,
    generation: (id) => `${prefix}:generation:${id}`,
    events: (id) => `${prefix}:events:${id}`,
    idempotency: (key) => `${prefix}:idempotency:${key}`,
    index: ({ status, model }) =>
      [prefix, "index", ...(status ? ["status", status] : []), ...(model ? ["model", model] : [])].join(":"),
    tasks: `${prefix}:tasks`,
    finished: `${prefix}:finished`,
    models: `${prefix}:models`,
    slots: (lane) => `${prefix}:slots:${laneName(lane)}`,
    lane: (lane) => `${prefix}:lane:${laneName(lane)}`,
    account: (account) => `${prefix}:account:${account}`,
    queries: (account) => `${prefix}:queries:${account}`,
    server: `${prefix}:server`,
    repair: `${prefix}:repair`,
    changesChannel: `${prefix}:changes`,
    freedChannel: `${prefix}:freed`,
    modelsChannel: `${prefix}:new-models`,
  };
}
