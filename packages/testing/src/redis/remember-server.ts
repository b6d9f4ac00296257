import type { Redis } from "ioredis";

/**
 * Writes the note that this Redis server was seen before under this prefix. Without it, a new
 * prefix looks like a Redis that was emptied, and lanes stay closed until a worker checked them.
 */
export async function rememberServer(redis: Redis, prefix: string): Promise<void> {
  const [, runId = ""] = /run_id:(\w+)/.exec(await redis.info("server")) ?? [];
  const [, historyId = ""] = /master_replid:(\w+)/.exec(await redis.info("replication")) ?? [];
  await redis.hset(`${prefix}:server`, { runId, historyId });
}
