import type { Limits } from "@dashqueue/dashscope";
import type { Redis } from "ioredis";
import { z } from "zod";

import type { Keys } from "../store/keys.ts";

const liveLimit = z.object({
  account: z.string(),
  /** `*` for all models of the account. */
  model: z.string(),
  submitsPerSecond: z.number(),
  /** 0 pauses the model. */
  maxInFlight: z.number(),
  /** Epoch milliseconds. */
  setAt: z.number(),
  setBy: z.string(),
});

/** Limits that an operator has set while the workers run, in place of all others. */
export type LiveLimit = Readonly<z.infer<typeof liveLimit>>;

/** The limits that operators have set, which all workers follow within seconds. */
export interface LiveLimits {
  /** By account, then by model. */
  all(): Promise<readonly LiveLimit[]>;
  set(limit: LiveLimit): Promise<void>;
  /** Returns whether there was one. */
  remove(account: string, model: string): Promise<boolean>;
}

export function createLiveLimits(redis: Redis, keys: Keys): LiveLimits {
  const fieldOf = (account: string, model: string) => JSON.stringify([account, model]);
  return {
    async all() {
      const limits = (await redis.hvals(keys.liveLimits)).flatMap(readLimit);
      const nameOf = ({ account, model }: LiveLimit) => `${account} ${model}`;
      return limits.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)));
    },
    async set(limit) {
      const field = fieldOf(limit.account, limit.model);
      await redis.hset(keys.liveLimits, field, JSON.stringify(limit));
    },
    remove: async (account, model) =>
      (await redis.hdel(keys.liveLimits, fieldOf(account, model))) === 1,
  };
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

/** A newer version may write another shape. */
function readLimit(text: string): LiveLimit[] {
  const read = liveLimit.safeParse(JSON.parse(text));
  return read.success ? [read.data] : [];
}
