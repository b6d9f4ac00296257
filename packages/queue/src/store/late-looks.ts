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
  return {
    dueLooks: (now, limit) =>
      redis.zrange(keys.lateLooks, "-inf", String(now), "BYSCORE", "LIMIT", 0, limit),
    allLooks: () => redis.zrange(keys.lateLooks, "0", "-1"),
    async lookAgain(id, at) {
      await redis.zadd(keys.lateLooks, at, id);
    },
    async stopLooking(id) {
      await redis.zrem(keys.lateLooks, id);
    },
  };
}
