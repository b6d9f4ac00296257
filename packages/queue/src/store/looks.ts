import type { Redis } from "ioredis";

import type { Keys } from "./keys.ts";

/** When to look again for tasks whose absence was proven. */
export interface LateLooks {
  /** The generations whose look is due, at most `limit`, the longest due first. */
  dueLooks(now: number, limit: number): Promise<readonly string[]>;
  /** Every generation with a look that is still to come. */
  allLooks(): Promise<readonly string[]>;
  lookAgain(id: string, at: number): Promise<void>;
  stopLooking(id: string): Promise<void>;
}

export function createLateLooks(redis: Redis, keys: Keys): LateLooks {
  const looks = looksIn(redis, keys.lateLooks);
  return {
    dueLooks: looks.due,
    allLooks: () => redis.zrange(keys.lateLooks, "0", "-1"),
    lookAgain: (id, at) => looks.at([id], at),
    stopLooking: (id) => looks.stop([id]),
  };
}

/** When to look whether a generation was submitted within its `max_queue_seconds`. */
export interface DeadlineLooks {
  /** The generations whose deadline has passed, at most `limit`, the longest passed first. */
  passedDeadlines(now: number, limit: number): Promise<readonly string[]>;
  /** Puts off the looks. */
  watchDeadlines(ids: readonly string[], at: number): Promise<void>;
  forgetDeadlines(ids: readonly string[]): Promise<void>;
}

export function createDeadlineLooks(redis: Redis, keys: Keys): DeadlineLooks {
  const looks = looksIn(redis, keys.deadlines);
  return { passedDeadlines: looks.due, watchDeadlines: looks.at, forgetDeadlines: looks.stop };
}

function looksIn(redis: Redis, key: string) {
  return {
    due: (now: number, limit: number): Promise<string[]> =>
      redis.zrange(key, "-inf", String(now), "BYSCORE", "LIMIT", 0, limit),
    async at(ids: readonly string[], at: number) {
      if (ids.length > 0) await redis.zadd(key, ...ids.flatMap((id) => [at, id]));
    },
    async stop(ids: readonly string[]) {
      if (ids.length > 0) await redis.zrem(key, ...ids);
    },
  };
}
