import type { Redis } from "ioredis";

import type { Keys } from "./keys.ts";

/** Long enough for a provider that tells of an end before it shows it. */
const HINT_LIFE_MS = 10 * 60_000;

/** What was said of tasks lately. Nobody has to believe it. */
export interface Hints {
  /** Notes for ten minutes that somebody said that this task has ended. */
  hint(taskId: string): Promise<void>;
  hinted(taskId: string): Promise<boolean>;
}

export function createHints(redis: Redis, keys: Keys): Hints {
  return {
    hint: async (taskId) => void (await redis.set(keys.hint(taskId), 1, "PX", HINT_LIFE_MS)),
    hinted: async (taskId) => (await redis.exists(keys.hint(taskId))) === 1,
  };
}
