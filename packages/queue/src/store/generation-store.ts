import type { Redis } from "ioredis";

import type { AttemptTerms, Change } from "../transitions/change.ts";
import type { GenerationEvent } from "../generation/event.ts";
import type { Generation, Queued } from "../generation/generation.ts";
import { forgetModel } from "./forget-model.ts";
import type { Batches } from "./batch/batches.ts";
import { createBatches } from "./batch/batches.ts";
import type { Deletions } from "./deletion/deletions.ts";
import { createDeletions } from "./deletion/deletions.ts";
import type { EndedRecords } from "./ended-records.ts";
import { createEndedRecords } from "./ended-records.ts";
import { readHistory } from "./history.ts";
import type { CountFilter } from "./finding/count-records.ts";
import { countRecords } from "./finding/count-records.ts";
import type { FindPage, Found } from "./finding/find-records.ts";
import { findRecords } from "./finding/find-records.ts";
import type { Hints } from "./hints.ts";
import { createHints } from "./hints.ts";
import type { Keys } from "./keys.ts";
import { positionInLine } from "./line-arguments.ts";
import type { DeadlineLooks, LateLooks } from "./looks.ts";
import { createDeadlineLooks, createLateLooks } from "./looks.ts";
import type { NextPage, NumberedPage, RecordPage } from "./read-record.ts";
import { listIds, listRecords, pageOfRecords, readRecord, runningAmong } from "./read-record.ts";
import type { AdmissionTerms, Idempotency } from "./script-arguments.ts";
import type { StorePorts } from "./store-ports.ts";
import type { StoredCosts } from "./spending/stored-costs.ts";
import { createStoredCosts } from "./spending/stored-costs.ts";
import type { Accepted } from "./batch/accepted.ts";
import type { Changed, Refused } from "./write-record.ts";
import { acceptRecord, changeRecord, idOf, isRefused } from "./write-record.ts";

/** The records of all generations, with their events, indexes and totals. */
export interface GenerationStore
  extends Hints, LateLooks, DeadlineLooks, EndedRecords, Deletions, Batches, StoredCosts {
  /**
   * Stores a new generation once per idempotency key; durable when the promise resolves (G9). With
   * `mostModels`, not if there were more models with its model than that.
   */
  accept(
    generation: Queued,
    idempotency: Idempotency | null,
    mostModels?: number | null,
  ): Promise<Accepted>;
  /** Whether an idempotency key is in use. */
  isAccepted(key: string): Promise<boolean>;
  /** Null for an unknown id. @throws if this version cannot read the record. */
  get(id: string): Promise<Generation | null>;
  /**
   * Applies a change to the current record, even if other writers interfere. The id of a new task
   * is durable when the promise resolves (G2). A record that was just read need not be read again.
   */
  change(of: string | Generation, change: Change): Promise<Changed>;
  /**
   * Begins an attempt: takes the slot and writes the intent in one step, or says why not now
   * (G1, G2, G3).
   *
   * @throws if Redis did not confirm the last intent, and would not confirm this one: each attempt
   *   counts and is an event.
   */
  begin(
    of: string | Queued,
    at: AdmissionTerms & Omit<AttemptTerms, "account" | "lane">,
  ): Promise<Changed | Refused>;
  /**
   * Ends a generation that was not submitted in time. Null if Redis was replaced since the lanes
   * were checked, because it may have lost a create request (G1).
   */
  expire(id: string, settledSince: string): Promise<Changed | null>;
  /**
   * Resolves when this state of a record is durable, and still the latest (G1). @throws if Redis
   * does not confirm it.
   */
  persist(generation: Generation): Promise<void>;
  /** Newest first. Fewer than `limit` are the last ones. */
  list(page: NextPage): Promise<readonly Generation[]>;
  /** The ids of the same generations. */
  ids(page: NextPage): Promise<readonly string[]>;
  /** Takes about as long for any page of any number of generations. */
  page(page: NumberedPage): Promise<RecordPage>;
  /** Reads a bounded number of records, and continues at `after`. */
  find(page: FindPage): Promise<Found>;
  /** Its place in the line of its model and tenant, from 1; null if it is not in it. */
  positionOf(generation: Queued): Promise<number | null>;
  /** How many there are. */
  count(filter: CountFilter): Promise<number>;
  /** A generation's history, oldest first; with `after`, only the events after that one. */
  events(id: string, after?: string): Promise<readonly GenerationEvent[]>;
  /** The ids of the generations that own these tasks, in the same order; null if none does. */
  ownersOf(taskIds: readonly string[]): Promise<readonly (string | null)[]>;
  /** Those of these generations that are running. */
  runningAmong(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** The newest tasks of an account at this host that generations own, oldest first. */
  knownTasks(at: { account: string; baseUrl: string }): Promise<readonly KnownTask[]>;
  /**
   * Records that these tasks belong to another system, so that no generation waits for them or
   * adopts them. Returns how many no generation owned.
   */
  disown(taskIds: readonly string[]): Promise<number>;
  /** Every model that ever had a generation, except those that were forgotten. */
  models(): Promise<readonly string[]>;
  /** Forgets a model, unless it has an open generation. Returns whether it did. */
  forgetModel(model: string): Promise<boolean>;
}

/** The owner of a task that a person said is not ours. */
const ANOTHER_SYSTEM = "another system";

/** A task that exists at the provider, because one of our create requests made it. */
export interface KnownTask {
  readonly taskId: string;
  /** When its attempt began, epoch milliseconds. */
  readonly begunAt: number;
}

/** @param confirm waits until a write is durable; by default, Redis' answer says so */
export function createGenerationStore(
  redis: Redis,
  keys: Keys,
  now: () => number,
  confirm: StorePorts["confirm"] = async () => {},
): GenerationStore {
  const ports = { redis, keys, now, confirm };
  // Whether an intent was not confirmed, or is not yet. Then `begin` confirms first, so that a
  // Redis that confirms nothing costs one attempt, and not one for each lane.
  let isInDoubt = false;
  return {
    ...createHints(redis, keys),
    ...createLateLooks(redis, keys),
    ...createDeadlineLooks(redis, keys),
    ...createEndedRecords(ports),
    ...createDeletions(ports),
    ...createStoredCosts(ports),
    ...createBatches(ports),
    get: (id) => readRecord(ports, id),
    async persist(generation) {
      isInDoubt = true;
      const { id, revision } = generation;
      await confirm(keys.generation(id), revision, JSON.stringify(generation));
      isInDoubt = false;
    },
    list: (page) => listRecords(ports, page),
    ids: (page) => listIds(ports, page),
    page: (page) => pageOfRecords(ports, page),
    find: (page) => findRecords(ports, page),
    count: (filter) => countRecords(ports, filter),
    accept: (generation, idempotency, mostModels = null) =>
      acceptRecord(ports, generation, idempotency, mostModels),
    positionOf: (generation) => positionInLine(ports, generation),
    isAccepted: async (key) => (await redis.exists(keys.idempotency(key))) === 1,
    async change(of, change) {
      const changed = await changeRecord(ports, of, change, null);
      if (isRefused(changed))
        throw new Error(`${change.kind} needs no admission, but was refused as ${changed.kind}`);
      return changed;
    },
    async begin(of, { lane, limits, expectedMs, spendLimits, ...decided }) {
      if (isInDoubt) await confirm(keys.generation(idOf(of)), 0);
      const terms: AttemptTerms = { ...decided, account: lane.account, lane: lane.model };
      const admission = { lane, limits, expectedMs, spendLimits };
      return changeRecord(ports, of, { kind: "attempt-begun", ...terms }, admission);
    },
    async expire(id, settledSince) {
      const ended = await changeRecord(ports, id, { kind: "deadline-passed" }, { settledSince });
      return isRefused(ended) ? null : ended;
    },
    events: (id, after) => readHistory(ports, id, after),
    ownersOf: async (taskIds) => (taskIds.length === 0 ? [] : redis.hmget(keys.tasks, ...taskIds)),
    runningAmong: (ids) => runningAmong(ports, ids),
    knownTasks: (at) => knownTasks(ports, at),
    async disown(taskIds) {
      const disowned = taskIds.map((id) => redis.hsetnx(keys.tasks, id, ANOTHER_SYSTEM));
      return (await Promise.all(disowned)).filter((isNew) => isNew === 1).length;
    },
    models: () => redis.smembers(keys.models),
    forgetModel: (model) => forgetModel(ports, model),
  };
}

async function knownTasks(
  { redis, keys }: Pick<StorePorts, "redis" | "keys">,
  { account, baseUrl }: Parameters<GenerationStore["knownTasks"]>[0],
): Promise<KnownTask[]> {
  const key = keys.knownTasks(account, baseUrl);
  const values = await redis.zrange(key, "-inf", "+inf", "BYSCORE", "WITHSCORES");
  // A member, then its score.
  return values.flatMap((taskId, index) =>
    index % 2 === 0 ? [{ taskId, begunAt: Number(values[index + 1]) }] : [],
  );
}
