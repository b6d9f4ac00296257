import type { Redis } from "ioredis";
import { decodeTime } from "ulid";

import type { Status } from "../generation/generation.ts";
import type { Keys } from "../store/keys.ts";

interface Filter {
  readonly status: Status;
  readonly model: string;
}

/** The id of the generation in a status that was accepted first; null if there is none. */
export async function oldestId(redis: Redis, keys: Keys, filter: Filter): Promise<string | null> {
  const [id = null] = await redis.zrange(keys.index(filter), "0", "0");
  return id;
}

/**
 * When the oldest generation in a status was accepted, epoch milliseconds; null if there is none.
 * Its id says so: it is a ULID.
 */
export async function oldestAt(redis: Redis, keys: Keys, filter: Filter): Promise<number | null> {
  const id = await oldestId(redis, keys, filter);
  return id === null ? null : acceptedAt(id);
}

/** When a generation was accepted, as its id says. */
export function acceptedAt(id: string): number {
  return decodeTime(id.replace(/^gen_/, ""));
}
