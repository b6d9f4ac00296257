import type { Redis } from "ioredis";
import { z } from "zod";

import type { Keys } from "../store/keys.ts";

const toldSchema = z.object({ reason: z.string().nullable(), at: z.number() });

/**
 * What blocked submission when the generations that wait were last told, for all replicas. Null if
 * that is unknown.
 */
export async function readToldBlocks(
  redis: Redis,
  keys: Keys,
): Promise<z.infer<typeof toldSchema> | null> {
  const json = await redis.get(keys.toldBlocks);
  return json === null ? null : toldSchema.parse(JSON.parse(json));
}

export async function keepToldBlocks(
  redis: Redis,
  keys: Keys,
  told: z.infer<typeof toldSchema>,
): Promise<void> {
  await redis.set(keys.toldBlocks, JSON.stringify(told));
}
