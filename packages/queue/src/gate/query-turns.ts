import type { Redis } from "ioredis";

import type { Keys } from "../store/keys.ts";
import { runScript, withPrelude } from "../store/script.ts";

/** The turns in which all replicas query an account (G8). */
export interface QueryTurns {
  /**
   * Reserves the account's next query turns, by default one, each `intervalMs` after the last (G8).
   * Returns the wait until the first.
   */
  reserveQuery(account: string, intervalMs: number, turns?: number): Promise<number>;
  /** How long a query that reserved its turn at `now` would wait, milliseconds. */
  queryBacklogMs(account: string, now: number): Promise<number>;
  /** How many query turns of the account were reserved, a second, over the last minute. */
  queriesPerSecond(account: string, now: number): Promise<number>;
}

const MINUTE_MS = 60_000;

const RESERVE_QUERY = withPrelude(`local now = now_ms()
local at = math.max(now, tonumber(redis.call("GET", KEYS[1]) or 0))
redis.call("SET", KEYS[1], tostring(at + ARGV[1]), "PX", 600000)
local minute = math.floor(now / 60000)
if redis.call("HINCRBY", KEYS[2], minute, ARGV[2]) == tonumber(ARGV[2]) then
  redis.call("HDEL", KEYS[2], minute - 2, minute - 3)
  redis.call("PEXPIRE", KEYS[2], 180000)
end
return math.ceil(at - now)`);

export function createQueryTurns(redis: Redis, keys: Keys): QueryTurns {
  return {
    async reserveQuery(account, intervalMs, turns = 1) {
      const names = [keys.queries(account), keys.queryCounts(account)];
      return Number(await runScript(redis, RESERVE_QUERY, 2, ...names, turns * intervalMs, turns));
    },
    queryBacklogMs: async (account, now) =>
      Math.max(0, Number(await redis.get(keys.queries(account))) - now),
    async queriesPerSecond(account, now) {
      const minute = Math.floor(now / MINUTE_MS);
      const counts = await redis.hmget(keys.queryCounts(account), `${minute - 1}`, `${minute}`);
      const [before = 0, current = 0] = counts.map(Number);
      // The end of the minute before stands for what the current one still misses.
      const missing = 1 - (now % MINUTE_MS) / MINUTE_MS;
      return (before * missing + current) / 60;
    },
  };
}
