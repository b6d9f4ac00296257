import type { Redis } from "ioredis";

import { infoFields } from "./durability.ts";

/** What the data of a Redis server takes. */
export interface Memory {
  readonly usedBytes: number;
  /** Null without a limit. */
  readonly limitBytes: number | null;
}

/** Returns null if Redis does not permit `INFO`. */
export async function readMemory(redis: Redis): Promise<Memory | null> {
  const fields = infoFields(await redis.info("memory").catch(() => ""));
  const used = fields.get("used_memory");
  if (used === undefined) return null;
  const limit = Number(fields.get("maxmemory") ?? 0);
  return { usedBytes: Number(used), limitBytes: limit > 0 ? limit : null };
}
