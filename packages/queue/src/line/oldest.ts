import type { Redis } from "ioredis";
import { decodeTime } from "ulid";

import type { Status } from "../generation/generation.ts";
import type { Keys } from "../store/keys.ts";

interface Filter {
  readonly status: Status;
  readonly model: string;
}

/** The ids of the generations in a status that were accepted first, oldest first. */
export function oldestIds(
  redis: Redis,
  keys: Keys,
  filter: Filter,
  most: number,
): Promise<readonly string[]> {
  return redis.zrange(keys.index(filter), "0", String(most - 1));
}

/**
 * When the oldest generation in a status was accepted, epoch milliseconds; null if there is none.
 * Its id says so: it is a ULID.
 */
export async function oldestAt(redis: Redis, keys: Keys, filter: Filter): Promise<number | null> {
  const [id] = await oldestIds(redis, keys, filter, 1);
  return id === undefined ? null : decodeTime(id.replace(/^gen_/, ""));
}
