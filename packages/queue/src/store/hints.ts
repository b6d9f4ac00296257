import type { Redis } from "ioredis";

import type { Keys } from "./keys.ts";

/** Long enough if the provider reports an end before its query API shows it. */
const HINT_LIFE_MS = 10 * 60_000;

/** Recent reports that tasks have ended. They are hints: a query decides. */
export interface Hints {
  /** Records for ten minutes that this task was reported to have ended. */
  hint(taskId: string): Promise<void>;
  hinted(taskId: string): Promise<boolean>;
}

export function createHints(redis: Redis, keys: Keys): Hints {
  return {
    hint: async (taskId) => void (await redis.set(keys.hint(taskId), 1, "PX", HINT_LIFE_MS)),
    hinted: async (taskId) => (await redis.exists(keys.hint(taskId))) === 1,
  };
}
