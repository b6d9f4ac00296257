import type { Limits } from "@dashqueue/dashscope";
import type { Redis } from "ioredis";
import { z } from "zod";

import type { WorkerReport } from "../gate/worker-reports.ts";
import { reportedAccounts } from "../gate/worker-reports.ts";
import type { Keys } from "../store/keys.ts";

/** The figures that an operator can set. 0 tasks in flight pause the model. */
export const liveFigures = {
  maxInFlight: z.int().min(0).max(100_000),
  submitsPerSecond: z.number().positive().max(1_000),
};

const liveLimit = z.object({
  account: z.string(),
  /** `*` for all models of the account. */
  model: z.string(),
  ...liveFigures,
  /** Epoch milliseconds. */
  setAt: z.number(),
  setBy: z.string(),
  /** The figures that a pause replaces; absent from an earlier version. */
  replaced: z.object(liveFigures).optional(),
});

/** Limits that an operator has set while the workers run, in place of all others. */
export type LiveLimit = Readonly<z.infer<typeof liveLimit>>;

/**
 * The limits that operators have set. Workers are told of each change, and follow it within seconds
 * if the message is lost.
 */
export interface LiveLimits {
  /** By account, then by model. */
  all(): Promise<readonly LiveLimit[]>;
  /** Null if none is set. */
  get(account: string, model: string): Promise<LiveLimit | null>;
  /** Sets a limit. A pause remembers the one that it replaces. */
  set(limit: Omit<LiveLimit, "replaced">): Promise<void>;
  /** Returns whether there was one. */
  remove(account: string, model: string): Promise<boolean>;
}

export function createLiveLimits(redis: Redis, keys: Keys): LiveLimits {
  const fieldOf = (account: string, model: string) => JSON.stringify([account, model]);
  const get = async (account: string, model: string) => {
    const text = await redis.hget(keys.liveLimits, fieldOf(account, model));
    return (text === null ? [] : readLimit(text))[0] ?? null;
  };
  return {
    get,
    async all() {
      const limits = (await redis.hvals(keys.liveLimits)).flatMap(readLimit);
      const nameOf = ({ account, model }: LiveLimit) => `${account} ${model}`;
      return limits.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)));
    },
    async set(limit) {
      const { account, model, maxInFlight } = limit;
      const replaced = maxInFlight > 0 ? null : figuresBefore(await get(account, model));
      const stored = replaced === null ? limit : { ...limit, replaced };
      await redis.hset(keys.liveLimits, fieldOf(account, model), JSON.stringify(stored));
      await redis.publish(keys.limitsChannel, limit.account);
    },
    async remove(account, model) {
      const wasSet = (await redis.hdel(keys.liveLimits, fieldOf(account, model))) === 1;
      await redis.publish(keys.limitsChannel, account);
      return wasSet;
    },
  };
}

/** What a pause replaces: a limit, also one that another pause has replaced. */
function figuresBefore(before: LiveLimit | null): Limits | null {
  if (before === null) return null;
  const { maxInFlight, submitsPerSecond, replaced = null } = before;
  return maxInFlight > 0 ? { maxInFlight, submitsPerSecond } : replaced;
}

/** Those of an account, by model. */
export function liveLimitsOf(
  all: readonly LiveLimit[],
  account: string,
): Readonly<Record<string, Limits>> {
  const own = all.filter((limit) => limit.account === account);
  return Object.fromEntries(
    own.map(({ model, submitsPerSecond, maxInFlight }) => [
      model,
      { submitsPerSecond, maxInFlight },
    ]),
  );
}

/** Says that no worker has an account; null if one has, or if no worker runs. */
export function unknownAccount(account: string, reports: readonly WorkerReport[]): string | null {
  const accounts = reportedAccounts(reports);
  return accounts.length === 0 || accounts.includes(account)
    ? null
    : `No worker has an account ${account}. There are: ${accounts.join(", ")}.`;
}

/** A newer version may write another shape. */
function readLimit(text: string): LiveLimit[] {
  const read = liveLimit.safeParse(JSON.parse(text));
  return read.success ? [read.data] : [];
}
