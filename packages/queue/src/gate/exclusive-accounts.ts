import type { Redis } from "ioredis";
import { z } from "zod";

import type { Keys } from "../store/keys.ts";
import { runScript, withPrelude } from "../store/script.ts";

/** Accounts that, as their operator says, only this installation uses. */
export interface ExclusiveAccounts {
  /** Records what this worker's configuration says of an account. All workers must say the same. */
  declareExclusive(account: string, isExclusive: boolean): Promise<void>;
  /** Since when it counts as exclusive, epoch milliseconds; null if it does not. */
  exclusiveSince(account: string): Promise<number | null>;
  /**
   * Records that something contradicts the declaration. It does not count any more, until a worker
   * has started without it. Returns whether that is news.
   */
  contradict(account: string, contradiction: string): Promise<boolean>;
  /** What contradicts the declaration of an account; null if nothing does. */
  contradictionOf(account: string): Promise<string | null>;
}

const DECLARE = withPrelude(`return redis.call("HSETNX", KEYS[1], "since", now_ms())`);

const claim = z.object({
  since: z.coerce.number().optional(),
  contradiction: z.string().optional(),
});

export function createExclusiveAccounts(redis: Redis, keys: Keys): ExclusiveAccounts {
  const read = async (account: string) => claim.parse(await redis.hgetall(keys.exclusive(account)));
  return {
    async declareExclusive(account, isExclusive) {
      if (isExclusive) await runScript(redis, DECLARE, 1, keys.exclusive(account));
      else await redis.del(keys.exclusive(account));
    },
    async exclusiveSince(account) {
      const { since, contradiction } = await read(account);
      return contradiction === undefined ? (since ?? null) : null;
    },
    async contradict(account, contradiction) {
      return (await redis.hsetnx(keys.exclusive(account), "contradiction", contradiction)) === 1;
    },
    async contradictionOf(account) {
      return (await read(account)).contradiction ?? null;
    },
  };
}
