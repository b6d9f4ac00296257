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
    lookAgain: looks.at,
    stopLooking: looks.stop,
  };
}

/** When to look whether a generation was submitted within its `max_queue_seconds`. */
export interface DeadlineLooks {
  /** The generations whose deadline has passed, at most `limit`, the longest passed first. */
  passedDeadlines(now: number, limit: number): Promise<readonly string[]>;
  /** Puts off the look. */
  watchDeadline(id: string, at: number): Promise<void>;
  forgetDeadline(id: string): Promise<void>;
}

export function createDeadlineLooks(redis: Redis, keys: Keys): DeadlineLooks {
  const looks = looksIn(redis, keys.deadlines);
  return { passedDeadlines: looks.due, watchDeadline: looks.at, forgetDeadline: looks.stop };
}

function looksIn(redis: Redis, key: string) {
  return {
    due: (now: number, limit: number): Promise<string[]> =>
      redis.zrange(key, "-inf", String(now), "BYSCORE", "LIMIT", 0, limit),
    async at(id: string, at: number) {
      await redis.zadd(key, at, id);
    },
    async stop(id: string) {
      await redis.zrem(key, id);
    },
  };
}
