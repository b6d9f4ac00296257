import type { Redis } from "ioredis";

/**
 * Whether Redis accepts a write: a full or a read-only one answers `PING`, too.
 *
 * @param key is written, and expires.
 */
export async function acceptsWrites(redis: Redis, key: string): Promise<boolean> {
  return (await redis.set(key, 1, "PX", 60_000)) === "OK";
}
