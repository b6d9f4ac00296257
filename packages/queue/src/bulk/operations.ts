import { releaseLease, takeLease } from "../store/leases/lease.ts";
import { runScript, scriptOf } from "../store/script.ts";
import type { StorePorts } from "../store/store-ports.ts";
import type { Operation } from "./operation.ts";
import { operationSchema } from "./operation.ts";
import type { Progress } from "./progress.ts";
import { NO_PROGRESS, progressSchema } from "./progress.ts";

/** An operation with how far it is. */
export interface OperationState {
  readonly operation: Operation;
  readonly progress: Progress;
  /** Counts the writes of the progress. */
  readonly revision: number;
  /** Whether its caller has canceled it. What was done stays done. */
  readonly isCanceled: boolean;
}

/** The bulk operations in Redis, and who runs them. */
export interface BulkOperations {
  /**
   * Stores an operation with its generations; durable when the promise resolves. If there is one
   * with this id, that one stays and is returned.
   */
  create(operation: Operation, ids: readonly string[]): Promise<OperationState>;
  /** Null for an unknown id. */
  get(id: string): Promise<OperationState | null>;
  /** The same for a repeated request; durable when the promise resolves. */
  known(id: string): Promise<OperationState | null>;
  /** Those that have not finished, oldest first. */
  open(): Promise<readonly string[]>;
  /** The same as they are now, without those that cannot be read. */
  openStates(): Promise<readonly OperationState[]>;
  /** How many of a tenant have not finished. */
  openOf(tenant: string): Promise<number>;
  /** Whether its tenant is disabled: then it waits. */
  isStopped(state: OperationState): Promise<boolean>;
  /** Forgets one that is listed as open, but that Redis has lost. */
  forget(id: string): Promise<void>;
  /** The next of its generations, at most `limit`. */
  next(state: OperationState, limit: number): Promise<readonly string[]>;
  /**
   * Stores how far an operation is. False, and nothing is stored, if that has changed since `state`
   * was read. One that has finished is forgotten after 30 days.
   */
  proceed(state: OperationState, progress: Progress): Promise<boolean>;
  /**
   * Ends an operation before its next generations, once a process runs it; durable when the promise
   * resolves.
   */
  cancel(id: string): Promise<void>;
  /** Takes or renews the right to run an operation. False if another process has it. */
  lease(id: string, holder: string): Promise<boolean>;
  release(id: string, holder: string): Promise<void>;
}

/** More operations of a tenant than this would wait for each other. */
export const MOST_OPEN_OPERATIONS = 10;

/** The list of an operation that was not created in the end is kept for this long. */
const STAGED_MS = 60 * 60_000;
const KEPT_MS = 30 * 24 * 60 * 60_000;
/** Another process takes the place of one that died after this time. */
const LEASE_MS = 15_000;
const CHUNK = 1_000;

// KEYS 1 operation  2 its generations  3 open operations
// ARGV 1 operation  2 progress  3 when it was created  4 id  5 number of its generations
const CREATE = scriptOf(`
if redis.call("EXISTS", KEYS[1]) == 1 then return "known" end
if redis.call("LLEN", KEYS[2]) ~= tonumber(ARGV[5]) then return "lost" end
redis.call("HSET", KEYS[1], "operation", ARGV[1], "progress", ARGV[2], "revision", 0)
redis.call("PERSIST", KEYS[2])
redis.call("ZADD", KEYS[3], ARGV[3], ARGV[4])
return "created"`);

// KEYS 1 operation  2 its generations  3 open operations
// ARGV 1 revision  2 progress  3 id  4 for how long to keep it, "" while it has not finished
const PROCEED = scriptOf(`
if redis.call("HGET", KEYS[1], "revision") ~= ARGV[1] then return 0 end
redis.call("HSET", KEYS[1], "progress", ARGV[2], "revision", ARGV[1] + 1)
if ARGV[4] ~= "" then
  redis.call("ZREM", KEYS[3], ARGV[3])
  redis.call("DEL", KEYS[2])
  redis.call("PEXPIRE", KEYS[1], ARGV[4])
end
return 1`);

const CANCEL = scriptOf(`
if redis.call("EXISTS", KEYS[1]) == 1 then redis.call("HSET", KEYS[1], "canceled", 1) end`);

export function createBulkOperations(ports: Omit<StorePorts, "now">): BulkOperations {
  const { redis, keys, confirm } = ports;
  const open = () => redis.zrange(keys.openBulkOperations, 0, "-1");
  const openStates = async () => {
    const read = (await open()).map((id) => readState(ports, id).catch(() => null));
    return (await Promise.all(read)).filter((state) => state !== null);
  };
  return {
    create: (operation, ids) => create(ports, operation, ids),
    get: (id) => readState(ports, id),
    async known(id) {
      const state = await readState(ports, id);
      if (state !== null) await confirm(keys.bulkOperation(id), 0);
      return state;
    },
    open,
    openStates,
    next: ({ operation, progress: { passed } }, limit) =>
      redis.lrange(keys.bulkSelection(operation.selection), passed, passed + limit - 1),
    async proceed({ operation: { id, selection }, revision }, progress) {
      const names = [keys.bulkOperation(id), keys.bulkSelection(selection)];
      const keptMs = progress.finishedAt === null ? "" : KEPT_MS;
      const values = [revision, JSON.stringify(progress), id, keptMs];
      return (
        (await runScript(redis, PROCEED, 3, ...names, keys.openBulkOperations, ...values)) === 1
      );
    },
    openOf: async (tenant) =>
      (await openStates()).filter(({ operation }) => operation.tenant === tenant).length,
    isStopped: async ({ operation: { tenant } }) =>
      Boolean(await redis.hget(keys.tenant(tenant), "disabledAt")),
    forget: async (id) => void (await redis.zrem(keys.openBulkOperations, id)),
    async cancel(id) {
      await runScript(redis, CANCEL, 1, keys.bulkOperation(id));
      await confirm(keys.bulkOperation(id), 0);
    },
    lease: (id, holder) => takeLease(redis, keys.bulkLease(id), holder, LEASE_MS),
    release: (id, holder) => releaseLease(redis, keys.bulkLease(id), holder),
  };
}

type Ports = Omit<StorePorts, "now">;

async function create(
  { redis, keys, confirm }: Ports,
  operation: Operation,
  ids: readonly string[],
): Promise<OperationState> {
  const { id, selection, createdAt } = operation;
  const list = keys.bulkSelection(selection);
  for (let at = 0; at < ids.length; at += CHUNK) {
    await redis.rpush(list, ...ids.slice(at, at + CHUNK));
    await redis.pexpire(list, STAGED_MS);
  }
  const names = [keys.bulkOperation(id), list, keys.openBulkOperations];
  const texts = [JSON.stringify(operation), JSON.stringify(NO_PROGRESS)];
  const values = [...texts, createdAt, id, ids.length];
  const answer = await runScript(redis, CREATE, names.length, ...names, ...values);
  if (answer === "lost")
    throw new Error("the generations of a bulk operation were lost: repeat the request");
  await confirm(keys.bulkOperation(id), 0);
  const state = await readState({ redis, keys }, id);
  if (state === null) throw new Error(`the bulk operation ${id} was lost: repeat the request`);
  // Not if this is a repeat of the command whose answer was lost.
  if (state.operation.selection !== selection) await redis.unlink(list);
  return state;
}

async function readState(
  { redis, keys }: Pick<Ports, "redis" | "keys">,
  id: string,
): Promise<OperationState | null> {
  const fields = ["operation", "progress", "revision", "canceled"] as const;
  const [operation, progress, revision, canceled] = await redis.hmget(
    keys.bulkOperation(id),
    ...fields,
  );
  if (!operation || !progress) return null;
  return {
    operation: operationSchema.parse(JSON.parse(operation)),
    progress: progressSchema.parse(JSON.parse(progress)),
    revision: Number(revision),
    isCanceled: canceled === "1",
  };
}
