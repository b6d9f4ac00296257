import type { Redis } from "ioredis";
import { decodeTime } from "ulid";

import type { Status } from "../generation/generation.ts";
import type { Keys } from "../store/keys.ts";

/**
 * When the oldest generation in a status was accepted, epoch milliseconds; null if there is none.
 * Its id says so: it is a ULID.
 */
export async function oldestAt(
  redis: Redis,
  keys: Keys,
  filter: { readonly status: Status; readonly model: string },
): Promise<number | null> {
  const [id] = await redis.zrange(keys.index(filter), "0", "0");
  return id === undefined ? null : decodeTime(id.replace(/^gen_/, ""));
}
