import type { Redis } from "ioredis";
import { z } from "zod";

import { failureSchema } from "../failure/failure.ts";
import type { Keys } from "../store/keys.ts";
import { runScript, scriptOf } from "../store/script.ts";

const unreadListSchema = failureSchema.pick({ kind: true, message: true }).extend({
  account: z.string(),
  /** Of the first failure without a success since, epoch milliseconds. */
  since: z.number(),
  /** Of the last one. */
  at: z.number(),
});

/** That the provider's list of an account's tasks cannot be read. */
export type UnreadList = Readonly<z.infer<typeof unreadListSchema>>;

const reportSchema = z.object({
  /** The name of its machine, or of its container. */
  host: z.string(),
  pid: z.int(),
  version: z.string(),
  /** Epoch milliseconds. */
  startedAt: z.number(),
  stages: z.array(z.string()).readonly(),
  /** How many jobs of each stage run now. */
  running: z.record(z.string(), z.int()),
  /** Whether it takes no more jobs. */
  isDraining: z.boolean(),
  /** The task lists that it could not read lately; absent from an earlier version. */
  unreadLists: z.array(unreadListSchema).readonly().optional(),
});

/** What a worker reports about itself. */
export type ReplicaReport = Readonly<z.infer<typeof reportSchema>>;

const drainSchema = z.object({
  by: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
});

/** Who has asked a worker to take no more jobs, and when. */
export type Drain = Readonly<z.infer<typeof drainSchema>>;

/** A worker that runs. */
export interface Replica extends ReplicaReport {
  readonly id: string;
  /** Null if it is not to be drained. */
  readonly drain: Drain | null;
}

export type ReplicaState =
  | "running"
  /** It was asked to take no more jobs, and jobs still run. */
  | "draining"
  /** It has no job and takes none. */
  | "drained";

/** Until a worker has heard that it is to be drained, it may still take jobs. */
export function replicaStateOf({
  isDraining,
  running,
  drain,
}: Pick<Replica, "isDraining" | "running" | "drain">): ReplicaState {
  if (drain === null) return "running";
  const hasJobs = Object.values(running).some((count) => count > 0);
  return isDraining && !hasJobs ? "drained" : "draining";
}

/** The workers that run, whatever their stages, and which of them are to be drained. */
export interface Replicas {
  /** Tells the others of this worker; to be repeated. Resolves with what it was asked. */
  announce(id: string, report: ReplicaReport): Promise<Drain | null>;
  withdraw(id: string): Promise<void>;
  /** By host. */
  list(): Promise<readonly Replica[]>;
  /** Null for one that does not run. */
  get(id: string): Promise<Replica | null>;
  /** Asks a worker to take no more jobs, until it ends or is asked to resume. */
  drain(id: string, drain: Drain): Promise<void>;
  resume(id: string): Promise<void>;
}

/**
 * Whether a worker takes jobs of a stage: one that has it and is not drained. One that does not
 * announce itself, or in another shape, is of another version and may have every stage.
 *
 * @param submitting how many workers report what they know of their accounts
 */
export function worksOn(
  stage: string,
  replicas: readonly Pick<Replica, "stages" | "drain">[],
  submitting: number,
): boolean {
  const announced = replicas.filter(({ stages }) => stages.includes("submit")).length;
  if (submitting > announced) return true;
  return replicas.some(({ stages, drain }) => drain === null && stages.includes(stage));
}

/** A worker that has not announced itself for this long is dead. */
const LIFE_MS = 20_000;
/** A worker that is alive renews it. */
const DRAIN_MS = 24 * 60 * 60_000;

// KEYS 1 replica  2 replicas  3 drain  ARGV 1 id  2 report  3 life, ms  4 life of a drain, ms
const ANNOUNCE = scriptOf(`
redis.call("SET", KEYS[1], ARGV[2], "PX", ARGV[3])
redis.call("SADD", KEYS[2], ARGV[1])
redis.call("PEXPIRE", KEYS[3], ARGV[4])
return redis.call("GET", KEYS[3])`);

export function createReplicas(redis: Redis, keys: Keys): Replicas {
  const readAll = async (ids: readonly string[]) => {
    const names = ids.flatMap((id) => [keys.replica(id), keys.drain(id)]);
    const found = names.length === 0 ? [] : await redis.mget(names);
    return ids.map((id, at) => replicaOf(id, found[2 * at] ?? null, found[2 * at + 1] ?? null));
  };
  return {
    async announce(id, report) {
      const names = [keys.replica(id), keys.replicas, keys.drain(id)];
      const values = [id, JSON.stringify(report), LIFE_MS, DRAIN_MS];
      const drain = await runScript(redis, ANNOUNCE, names.length, ...names, ...values);
      return drainOf(drain as string | null);
    },
    async withdraw(id) {
      await redis.del(keys.replica(id), keys.drain(id));
      await redis.srem(keys.replicas, id);
    },
    async list() {
      const ids = await redis.smembers(keys.replicas);
      const found = await readAll(ids);
      const dead = ids.filter((_, index) => found[index] === undefined);
      // Only tidies up: a Redis that accepts no writes still answers those that read.
      if (dead.length > 0) await redis.srem(keys.replicas, ...dead).catch(() => {});
      const live = found.filter((replica) => replica !== undefined && replica !== null);
      return live.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
    },
    get: async (id) => (await readAll([id]))[0] ?? null,
    async drain(id, drain) {
      await redis.set(keys.drain(id), JSON.stringify(drain), "PX", DRAIN_MS);
    },
    async resume(id) {
      await redis.del(keys.drain(id));
    },
  };
}

function nameOf({ host, startedAt, id }: Replica): string {
  return `${host} ${startedAt} ${id}`;
}

/** Undefined for a dead one; null for one of a newer version, which reports in another shape. */
function replicaOf(
  id: string,
  report: string | null,
  drain: string | null,
): Replica | null | undefined {
  if (report === null) return undefined;
  const read = reportSchema.safeParse(JSON.parse(report));
  return read.success ? { id, ...read.data, drain: drainOf(drain) } : null;
}

function drainOf(text: string | null): Drain | null {
  const read = text === null ? null : drainSchema.safeParse(JSON.parse(text));
  return read?.success === true ? read.data : null;
}
